//! Projects, their folders and their environments.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::OptionalExtension;

use super::{Catalog, CatalogError};
use crate::model::{
    EnvRef, Environment, EnvironmentId, Folder, ImportId, Project, VariableName, is_protected_at_first, nfc, usual_rank,
};

/// A project's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProjectId(pub i64);

/// A project and environment found by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceFound {
    /// The project.
    pub project: ProjectId,
    /// The environment.
    pub environment: EnvironmentId,
    /// Asks before a secret is shown or written.
    pub protected: bool,
    /// The names as they are kept.
    pub place: EnvRef,
}

/// The form in which twins are found: NFC, lower case.
pub(super) fn folded(name: &str) -> String {
    nfc(&nfc(name).to_lowercase())
}

impl Catalog {
    /// The project of that name; one that differs only in case is told by `Err(Twin)`.
    pub fn project(&self, name: &str) -> Result<Option<(ProjectId, String)>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT id, name FROM projects WHERE folded = ?1")?;
        let found = statement
            .query_row([folded(name)], |row| Ok((ProjectId(row.get(0)?), row.get::<_, String>(1)?)))
            .optional()?;
        match found {
            Some((_, kept)) if kept != nfc(name) => Err(CatalogError::Twin(kept)),
            other => Ok(other),
        }
    }

    /// The project, made where it is missing.
    pub fn ensure_project(&self, name: &str) -> Result<ProjectId, CatalogError> {
        if let Some((id, _)) = self.project(name)? {
            return Ok(id);
        }
        let sql = "INSERT INTO projects (name, folded, position)
                   VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM projects))";
        self.conn.prepare_cached(sql)?.execute((nfc(name), folded(name)))?;
        Ok(ProjectId(self.conn.last_insert_rowid()))
    }

    /// The place of that name; `Err(Twin)` names the project, or the place, that differs only in case.
    pub fn place(&self, place: &EnvRef) -> Result<Option<PlaceFound>, CatalogError> {
        let Some((project, project_name)) = self.project(&place.project)? else { return Ok(None) };
        let sql = "SELECT id, name, protected FROM environments WHERE project = ?1 AND folded = ?2";
        let found = self
            .conn
            .prepare_cached(sql)?
            .query_row((project.0, folded(&place.environment)), |row| {
                Ok((EnvironmentId(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, bool>(2)?))
            })
            .optional()?;
        let Some((environment, name, protected)) = found else { return Ok(None) };
        if name != nfc(&place.environment) {
            return Err(CatalogError::Twin(EnvRef { project: project_name, environment: name }.to_string()));
        }
        let place = EnvRef { project: project_name, environment: name };
        Ok(Some(PlaceFound { project, environment, protected, place }))
    }

    /// The place, made where it is missing. A name beginning `prod` or `prd`, or `live`, is protected at first.
    pub fn ensure_place(&self, place: &EnvRef) -> Result<PlaceFound, CatalogError> {
        if let Some(found) = self.place(place)? {
            return Ok(found);
        }
        let project = self.ensure_project(&place.project)?;
        let environment =
            self.add_environment(project, &place.environment, is_protected_at_first(&place.environment))?;
        let protected = is_protected_at_first(&place.environment);
        let place = EnvRef { project: nfc(&place.project), environment: nfc(&place.environment) };
        Ok(PlaceFound { project, environment, protected, place })
    }

    /// Adds an environment in its usual place among the others.
    pub fn add_environment(
        &self,
        project: ProjectId,
        name: &str,
        protected: bool,
    ) -> Result<EnvironmentId, CatalogError> {
        let rank = i64::from(usual_rank(name)) * 1_000;
        let sql = "INSERT INTO environments (project, name, folded, position, protected) VALUES (?1, ?2, ?3,
                   ?4 + (SELECT count(*) FROM environments WHERE project = ?1), ?5)";
        self.conn.prepare_cached(sql)?.execute((project.0, nfc(name), folded(name), rank, protected))?;
        Ok(EnvironmentId(self.conn.last_insert_rowid()))
    }

    /// Protects an environment or takes the protection away.
    pub fn set_protected(&self, environment: EnvironmentId, protected: bool) -> Result<(), CatalogError> {
        self.conn
            .prepare_cached("UPDATE environments SET protected = ?2 WHERE id = ?1")?
            .execute((environment.0, protected))?;
        Ok(())
    }

    /// Gives an environment another name.
    pub fn rename_environment(&self, environment: EnvironmentId, name: &str) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE environments SET name = ?2, folded = ?3 WHERE id = ?1")?.execute((
            environment.0,
            nfc(name),
            folded(name),
        ))?;
        Ok(())
    }

    /// Gives an environment a name for narrow windows, or takes it away.
    pub fn set_short_name(&self, environment: EnvironmentId, short: Option<&str>) -> Result<(), CatalogError> {
        self.conn
            .prepare_cached("UPDATE environments SET short_name = ?2 WHERE id = ?1")?
            .execute((environment.0, short))?;
        Ok(())
    }

    /// Takes an environment without keys away; false if keys stand in it.
    pub fn delete_environment(&self, environment: EnvironmentId) -> Result<bool, CatalogError> {
        let sql = "DELETE FROM environments WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM keys WHERE environment = ?1)";
        Ok(self.conn.prepare_cached(sql)?.execute([environment.0])? == 1)
    }

    /// Puts a project's environments into the order given.
    pub fn order_environments(&self, order: &[EnvironmentId]) -> Result<(), CatalogError> {
        let mut statement = self.conn.prepare_cached("UPDATE environments SET position = ?2 WHERE id = ?1")?;
        for (position, environment) in order.iter().enumerate() {
            statement.execute((environment.0, position as i64))?;
        }
        Ok(())
    }

    /// Gives a project another name.
    pub fn rename_project(&self, project: ProjectId, name: &str) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE projects SET name = ?2, folded = ?3 WHERE id = ?1")?.execute((
            project.0,
            nfc(name),
            folded(name),
        ))?;
        Ok(())
    }

    /// Puts a project at the end of the list, or back among the others.
    pub fn set_archived(&self, project: ProjectId, archived: bool) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE projects SET archived = ?2 WHERE id = ?1")?.execute((project.0, archived))?;
        Ok(())
    }

    /// Takes away a project and its environments; fails if keys stand in them.
    pub fn delete_project(&self, project: ProjectId) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM projects WHERE id = ?1")?.execute([project.0])?;
        Ok(())
    }

    /// Takes an environment without keys away, and its project if that holds nothing else. False if keys stand in it.
    pub fn delete_empty_place(&self, place: &PlaceFound) -> Result<bool, CatalogError> {
        let sql = "DELETE FROM environments WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM keys WHERE environment = ?1)";
        let gone = self.conn.prepare_cached(sql)?.execute([place.environment.0])? == 1;
        self.delete_bare_project(place.project)?;
        Ok(gone)
    }

    /// Takes a project away that holds neither environments nor linked folders; any other stays.
    pub fn delete_bare_project(&self, project: ProjectId) -> Result<(), CatalogError> {
        let sql = "DELETE FROM projects WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM environments WHERE project = ?1)
                   AND NOT EXISTS (SELECT 1 FROM folders WHERE project = ?1)";
        self.conn.prepare_cached(sql)?.execute([project.0])?;
        Ok(())
    }

    /// How many keys a project has, those not yet saved among them.
    pub fn count_keys(&self, project: ProjectId) -> Result<u64, CatalogError> {
        let sql = "SELECT count(*) FROM keys JOIN environments e ON e.id = keys.environment WHERE e.project = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([project.0], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))?)
    }

    /// Links a folder of source code to a project.
    pub fn link_folder(&self, project: ProjectId, path: &Path) -> Result<(), CatalogError> {
        self.conn
            .prepare_cached("INSERT OR IGNORE INTO folders (project, path) VALUES (?1, ?2)")?
            .execute((project.0, path.to_string_lossy()))?;
        Ok(())
    }

    /// Notes which import a link goes with; none where a person made it.
    pub fn link_goes_with(
        &self,
        project: ProjectId,
        path: &Path,
        import: Option<ImportId>,
    ) -> Result<(), CatalogError> {
        self.conn.prepare_cached("UPDATE folders SET import = ?3 WHERE project = ?1 AND path = ?2")?.execute((
            project.0,
            path.to_string_lossy(),
            import.map(|import| import.0),
        ))?;
        Ok(())
    }

    /// The links that go with an import: project by name, and folder.
    pub fn links_of_import(&self, import: ImportId) -> Result<Vec<(String, PathBuf)>, CatalogError> {
        let sql = "SELECT p.name, f.path FROM folders f JOIN projects p ON p.id = f.project WHERE f.import = ?1
                   ORDER BY p.name, f.path";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([import.0], |row| Ok((row.get(0)?, PathBuf::from(row.get::<_, String>(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Takes the links away that go with an import.
    pub fn unlink_folders_of_import(&self, import: ImportId) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM folders WHERE import = ?1")?.execute([import.0])?;
        Ok(())
    }

    /// Takes a link away; false if there was none.
    pub fn unlink_folder(&self, project: ProjectId, path: &Path) -> Result<bool, CatalogError> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM folders WHERE project = ?1 AND path = ?2")?
            .execute((project.0, path.to_string_lossy()))?;
        Ok(gone > 0)
    }

    /// Notes that an environment does not need a variable, or that it does.
    pub fn set_not_needed(
        &self,
        environment: EnvironmentId,
        name: &VariableName,
        not_needed: bool,
    ) -> Result<(), CatalogError> {
        let sql = if not_needed {
            "INSERT OR IGNORE INTO not_needed (environment, name) VALUES (?1, ?2)"
        } else {
            "DELETE FROM not_needed WHERE environment = ?1 AND name = ?2"
        };
        self.conn.prepare_cached(sql)?.execute((environment.0, name.as_str()))?;
        Ok(())
    }

    /// What each environment does not need, by the environment's number.
    fn not_needed(&self) -> Result<HashMap<i64, Vec<String>>, CatalogError> {
        let mut all: HashMap<i64, Vec<String>> = HashMap::new();
        let mut statement =
            self.conn.prepare_cached("SELECT environment, name FROM not_needed ORDER BY environment, name")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            all.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
        Ok(all)
    }

    /// All projects with their environments and folders, in order.
    pub fn projects(&self) -> Result<Vec<Project>, CatalogError> {
        let mut projects: Vec<(i64, Project)> = Vec::new();
        let mut statement =
            self.conn.prepare_cached("SELECT id, name, archived FROM projects ORDER BY archived, position")?;
        let rows = statement.query_map([], |row| {
            let project =
                Project { name: row.get(1)?, archived: row.get(2)?, environments: Vec::new(), folders: Vec::new() };
            Ok((row.get(0)?, project))
        })?;
        for row in rows {
            projects.push(row?);
        }
        let at: HashMap<i64, usize> = projects.iter().enumerate().map(|(index, (id, _))| (*id, index)).collect();

        let mut not_needed = self.not_needed()?;
        let sql = "SELECT project, name, protected, short_name, id FROM environments ORDER BY project, position";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(&index) = at.get(&row.get::<_, i64>(0)?) {
                let id: i64 = row.get(4)?;
                let environment = Environment {
                    id: EnvironmentId(id),
                    name: row.get(1)?,
                    protected: row.get(2)?,
                    short_name: row.get(3)?,
                    not_needed: not_needed.remove(&id).unwrap_or_default(),
                };
                projects[index].1.environments.push(environment);
            }
        }
        let mut statement = self.conn.prepare_cached("SELECT project, path FROM folders ORDER BY project, path")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(&index) = at.get(&row.get::<_, i64>(0)?) {
                projects[index].1.folders.push(Folder { path: PathBuf::from(row.get::<_, String>(1)?) });
            }
        }
        Ok(projects.into_iter().map(|(_, project)| project).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> (tempfile::TempDir, Catalog) {
        let dir = tempfile::tempdir().unwrap();
        let catalog = Catalog::create(&dir.path().join("vault.db")).unwrap();
        (dir, catalog)
    }

    #[test]
    fn environments_stand_from_the_desk_to_the_customer() {
        let (_dir, catalog) = catalog();
        for name in ["production", "staging", "development", "special"] {
            catalog.ensure_place(&EnvRef::new("shop", name).unwrap()).unwrap();
        }
        let projects = catalog.projects().unwrap();
        let names: Vec<_> = projects[0].environments.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["development", "staging", "special", "production"]);
        assert_eq!(
            projects[0].environments.iter().map(|e| e.protected).collect::<Vec<_>>(),
            [false, false, false, true]
        );
    }

    #[test]
    fn twins_in_case_are_refused() {
        let (_dir, catalog) = catalog();
        catalog.ensure_place(&EnvRef::new("Shop", "dev").unwrap()).unwrap();
        for (project, environment, stands) in [("shop", "dev", "Shop"), ("Shop", "DEV", "Shop/dev")] {
            let twin = catalog.ensure_place(&EnvRef::new(project, environment).unwrap());
            assert!(matches!(&twin, Err(CatalogError::Twin(kept)) if kept == stands), "{twin:?}");
        }
        assert!(catalog.place(&EnvRef::new("Shop", "dev").unwrap()).unwrap().is_some());
    }
}
