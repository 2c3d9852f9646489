//! Reading what is to be imported, and saying of each entry what will become of it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::import::{Conflict, Expand, ImportWish, Imported, PassedLine, Planned, PlannedKey, Source, file_name};
use super::import_file::{self, Taken};
use super::import_standing::{Standing, Twins};
use super::{Error, NewKeyWish, Value, Vault};
use crate::detect;
use crate::envfile::{self, Dialect, Entry, FileNumber, Folded, MAX_FILE, Note};
use crate::fs::read_regular;
use crate::model::{ActivityKind, EnvRef, Facts, Secret, VariableName};

/// An entry with what will become of it.
pub(super) struct Step {
    pub(super) entry: Entry,
    key_id: Option<(VariableName, String)>,
    pub(super) plan: PlannedKey,
    /// The value is the file that its variable names.
    is_file: bool,
}

/// What an import will do, and what it read for that.
pub(super) struct Prepared {
    /// What comes in.
    pub steps: Vec<Step>,
    /// What is said of it.
    pub imported: Imported,
    /// The files, by their order, as they were read.
    pub texts: Vec<(PathBuf, Secret)>,
    /// Names of which only one can come in.
    pub twins: Twins,
}

/// Where an entry comes from.
#[derive(Clone, Default)]
struct Origin {
    file: FileNumber,
    /// Earlier files whose value of it is lost.
    lost: Vec<FileNumber>,
    /// The names of the same file that its value names, where all of them stand in it.
    names: Vec<String>,
    /// Those that do not.
    unknown: Vec<String>,
    is_put_in: bool,
}

impl Vault {
    /// Reads what is to be imported and plans each entry; without a vault every one is new.
    pub(super) fn prepare_import(
        vault: Option<&Self>,
        source: Source<'_>,
        wish: &ImportWish,
    ) -> Result<Prepared, Error> {
        let mut texts = Vec::new();
        let mut parsed = Vec::new();
        let several = source.paths().len() > 1;
        for path in source.paths() {
            // Who asks for one file knows which.
            let of_it = |error: Error| match several {
                true => Error::Refused(format!("{}: {error}", file_name(path))),
                false => error,
            };
            refuse_leading_out(path).map_err(of_it)?;
            let text = read_regular(path, MAX_FILE as u64)?;
            // Opened to be read as the file it is.
            let read = envfile::read(text.expose(), dialect_of(Some(path), wish)).map_err(Error::Unreadable);
            parsed.push(read.map_err(of_it)?);
            texts.push((path.to_owned(), text));
        }
        if let Source::Text(text) = source {
            parsed.push(envfile::read(text.expose(), dialect_of(None, wish)).map_err(Error::Unreadable)?);
        }
        let Folded { mut entries, from, lost, commented_out, problems, dialect } = envfile::fold(parsed);
        let mut origins: HashMap<String, Origin> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let (names, unknown) = (known_names(entry, &entries), unknown_names(entry, &entries));
            let origin = Origin { file: from[at], lost: lost[at].clone(), names, unknown, is_put_in: false };
            origins.insert(entry.name.to_string(), origin);
        }
        put_in(&mut entries, &mut origins, wish)?;
        let said = |file: FileNumber, reason: String| match texts.get(file) {
            Some((path, _)) if texts.len() > 1 => format!("{reason} (in {})", file_name(path)),
            _ => reason,
        };
        let passed: Vec<PassedLine> = problems
            .into_iter()
            .map(|(file, problem)| PassedLine {
                line: problem.line,
                why: said(file, problem.reason.to_string()),
                is_unread: problem.reason.is_unread(),
            })
            .collect();
        if let Some(PassedLine { line, why, .. }) = passed.iter().find(|one| one.is_unread && wish.whole) {
            return Err(Error::Unread { line: *line, why: why.clone() });
        }
        let awake: HashSet<VariableName> = entries.iter().map(|entry| entry.name.clone()).collect();
        let mut imported = Imported {
            path: source.path(),
            paths: texts.iter().map(|(path, _)| path.clone()).collect(),
            import: None,
            into: wish.into.clone(),
            read_as: dialect.reader(),
            keys: Vec::new(),
            passed,
            marks: match vault.filter(|vault| vault.opened().is_ok()) {
                Some(vault) => texts.iter().map(|(_, text)| vault.mark_of(text)).collect::<Result<_, _>>()?,
                None => Vec::new(),
            },
            commented_out: Vec::new(),
            asleep: Vec::new(),
        };
        let (mut asleep, mut seen): (Vec<Entry>, HashSet<VariableName>) = Default::default();
        for (file, entry) in commented_out.into_iter().rev() {
            let name = entry.name.to_string();
            if !(wish.commented_out || wish.disabled.contains(&name)) {
                if let Some(why) = Self::why_asleep(vault, &entry, &awake, wish).filter(|_| wish.careful) {
                    imported.asleep.push((name.clone(), why));
                }
                imported.commented_out.push(name);
            } else if seen.insert(entry.name.clone()) {
                origins.entry(name).or_insert_with(|| Origin { file, ..Origin::default() });
                asleep.push(entry);
            }
        }
        imported.commented_out.reverse();
        imported.asleep.reverse();
        asleep.reverse();
        let mut steps = Vec::new();
        let (mut conflicts, mut twins) = (Vec::new(), Twins::default());
        let all = join_pairs(entries, wish).into_iter().map(|(entry, key_id)| (entry, key_id, false));
        for (mut entry, key_id, disabled) in all.chain(asleep.into_iter().map(|entry| (entry, None, true))) {
            let origin = origins.remove(entry.name.as_str()).unwrap_or_default();
            let folder = texts.get(origin.file).and_then(|(path, _)| path.parent());
            let taken = import_file::take(&mut entry, folder, wish);
            let is_file = taken == Taken::Content;
            let name = entry.name.as_str();
            let comes_in = !wish.leave_out.iter().any(|n| n == name);
            if let Some(why) = taken.remark().filter(|_| taken.falls_short() && comes_in)
                && wish.take_file.iter().any(|n| n == name)
            {
                // Its path must not come in unseen where the file was chosen.
                return Err(Error::Refused(format!("{name} {why}. Take the path, or leave it out")));
            }
            let keeps_out = match (vault, entry.beside.as_mut()) {
                (Some(vault), Some(beside)) => vault.keep_values_out(beside)?,
                _ => false,
            };
            let mut plan = Self::plan_entry(vault, &entry, key_id.as_ref(), origin, wish)?;
            let lost: Vec<String> =
                plan.lost.drain(..).filter_map(|file| Some(file_name(&texts.get(file)?.0))).collect();
            let standing_twin = plan.twin.take();
            let mut plan = plan.key;
            if !lost.is_empty() {
                plan.remarks.push(format!("counts more than what {} says", lost.join(", ")));
            }
            plan.remarks.extend(taken.remark());
            if keeps_out {
                plan.remarks
                    .push("has a secret of this vault beside it that would lie readable; that stayed out".into());
            }
            plan.names_file = matches!(taken, Taken::NotAsked | Taken::Content);
            if disabled {
                asleep_plan(&mut plan, &awake);
            }
            twins.look(&mut plan, standing_twin, wish);
            if plan.planned == Planned::Changed
                && !plan.is_lost
                && wish.conflict == Conflict::Fail
                && !wish.replace.contains(&plan.name)
            {
                conflicts.push(plan.name.clone());
            }
            imported.keys.push(plan.clone());
            if matches!(plan.planned, Planned::New | Planned::Changed) {
                steps.push(Step { entry, key_id, plan, is_file });
            }
        }
        if !conflicts.is_empty() {
            return Err(Error::Refused(format!(
                "{} {} already in {} with another value. Say what to do: --on-conflict skip or replace",
                conflicts.join(", "),
                if conflicts.len() == 1 { "is" } else { "are" },
                wish.into
            )));
        }
        Ok(Prepared { steps, imported, texts, twins })
    }

    /// Why an assignment in a comment could not come in, were it asked for.
    fn why_asleep(
        vault: Option<&Self>,
        entry: &Entry,
        awake: &HashSet<VariableName>,
        wish: &ImportWish,
    ) -> Option<String> {
        // What can't be compared now is said once it is asked for.
        let mut plan = Self::plan_entry(vault, entry, None, Origin::default(), wish).ok()?.key;
        asleep_plan(&mut plan, awake);
        match plan.planned {
            Planned::New | Planned::Changed => None,
            Planned::Same => Some("it is already there".into()),
            Planned::LeftOut(why) => Some(why),
        }
    }

    fn plan_entry(
        vault: Option<&Self>,
        entry: &Entry,
        key_id: Option<&(VariableName, String)>,
        origin: Origin,
        wish: &ImportWish,
    ) -> Result<PlannedEntry, Error> {
        let name = entry.name.as_str();
        let named_plain = wish.plain.iter().any(|n| n == name);
        let named_secret = wish.secret.iter().any(|n| n == name);
        // Opened to see what it looks like; only the answers are kept.
        let value = entry.value.expose();
        let plain =
            entry.value.expose_str().is_some() && (named_plain || (!named_secret && detect::is_plain(name, value)));
        let provider = (!plain).then(|| detect::recognise(name, value)).flatten().map(|r| r.provider.name.to_owned());
        let (mut differs, mut is_lost, mut twin) = (false, false, None);
        let mut planned = if wish.leave_out.iter().any(|n| n == name) {
            // Not even compared: a name that can't stand there must not keep the others out.
            Planned::LeftOut("you left it out".into())
        } else {
            match vault.map_or(Ok(Standing::Nothing), |vault| vault.compare_with_vault(entry, key_id, plain, wish))? {
                Standing::Nothing => Planned::New,
                Standing::Same => Planned::Same,
                Standing::Lost => {
                    is_lost = true;
                    Planned::Changed
                }
                Standing::InTheWay(why) => Planned::LeftOut(why),
                Standing::Twin(kept) => {
                    let why = format!("it differs only in case from {kept}, which is already there");
                    twin = Some(kept);
                    Planned::LeftOut(why)
                }
                Standing::Differs => {
                    differs = true;
                    match wish.conflict {
                        Conflict::Skip if !wish.replace.iter().any(|n| n == name) => {
                            Planned::LeftOut("it is already there with another value".into())
                        }
                        _ => Planned::Changed,
                    }
                }
            }
        };
        let is_taken = named_plain || named_secret || wish.take.iter().any(|n| n == name);
        let mut can_be_taken = false;
        if !is_taken && matches!(planned, Planned::New | Planned::Changed) {
            if entry.notes().contains(&Note::DangerousName) && planned == Planned::New {
                can_be_taken = true;
                planned = Planned::LeftOut(format!(
                    "it can change how programs run. Name it with --plain {name} or --secret {name} to take it"
                ));
            } else if wish.careful && entry.is_no_value() {
                can_be_taken = true;
                let is_encrypted = entry.notes().contains(&Note::Encrypted);
                let what = if is_encrypted { "is encrypted" } else { "points to a secret elsewhere" };
                planned = Planned::LeftOut(format!("its value {what}. Take it to keep it as text"));
            }
        }
        let is_plain_by_rule = plain && !named_plain;
        let is_lost = is_lost && planned == Planned::Changed;
        let again = is_lost.then(|| "is missing from its store; this puts it in again".to_owned());
        // Said once: why it stays out unless somebody takes it says that of it already.
        let is_said = |note: &&Note| can_be_taken && matches!(note, Note::Reference | Note::Encrypted);
        let notes = entry.notes().iter().filter(|note| !is_said(note));
        let remarks = notes.filter_map(remark).chain(lost_comment(entry)).chain(again).collect();
        let key = PlannedKey {
            name: name.to_owned(),
            key_id_name: key_id.map(|(name, _)| name.to_string()),
            planned,
            differs,
            is_lost,
            can_be_taken,
            plain,
            disabled: false,
            provider,
            remarks,
            line: entry.line,
            file: origin.file,
            // Opened to be shown: nothing about it is secret by the rules.
            plain_value: entry.value.expose_str().filter(|_| is_plain_by_rule).map(str::to_owned),
            names: origin.names,
            unknown: if entry.names_others().is_empty() { Vec::new() } else { origin.unknown },
            is_put_in: origin.is_put_in,
            names_file: false,
        };
        Ok(PlannedEntry { key, lost: origin.lost, twin })
    }
}

/// A link may lead to another file beside it. What it names elsewhere is for a person to name, not for the folder that the link
/// came in.
fn refuse_leading_out(path: &Path) -> Result<(), Error> {
    if !std::fs::symlink_metadata(path).is_ok_and(|facts| facts.is_symlink()) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(target), Ok(folder)) if !target.starts_with(&folder) => Err(Error::Refused(format!(
            "it is a link that leads out of its folder, to {}. Import that file itself",
            target.display()
        ))),
        // A link that leads nowhere is said by reading it.
        _ => Ok(()),
    }
}

/// An entry's plan, with the files whose value of it is lost.
struct PlannedEntry {
    key: PlannedKey,
    lost: Vec<FileNumber>,
    /// The name that stands in the vault and differs only in case.
    twin: Option<String>,
}

/// The names a value names, where all of them stand in the same file.
fn known_names(entry: &Entry, entries: &[Entry]) -> Vec<String> {
    if unknown_names(entry, entries).is_empty() { entry.names_others().to_vec() } else { Vec::new() }
}

/// The names a value names that do not stand in the same file.
fn unknown_names(entry: &Entry, entries: &[Entry]) -> Vec<String> {
    let stands = |name: &String| entries.iter().any(|other| other.name.as_str() == name);
    entry.names_others().iter().filter(|name| !stands(name)).cloned().collect()
}

/// Puts the values of other variables in, as the wish says, and notes where.
fn put_in(entries: &mut [Entry], origins: &mut HashMap<String, Origin>, wish: &ImportWish) -> Result<(), Error> {
    expand_as_wished(entries, wish)?;
    for entry in entries.iter().filter(|entry| entry.names_others().is_empty()) {
        if let Some(origin) = origins.get_mut(entry.name.as_str()) {
            origin.is_put_in = !origin.names.is_empty();
        }
    }
    Ok(())
}

/// Puts the values of other variables in, as the wish says.
pub(super) fn expand_as_wished(entries: &mut [Entry], wish: &ImportWish) -> Result<(), Error> {
    let is_wanted = |entry: &Entry| {
        let asked = match wish.expand {
            Expand::Not => false,
            Expand::Known => !known_names(entry, entries).is_empty(),
            Expand::All => true,
        };
        asked && !wish.as_text.iter().any(|name| name == entry.name.as_str())
    };
    let wanted: HashSet<String> =
        entries.iter().filter(|entry| is_wanted(entry)).map(|entry| entry.name.to_string()).collect();
    envfile::expand_where(entries, |entry| wanted.contains(entry.name.as_str())).map_err(Error::Expand)
}

impl Step {
    pub(super) fn into_wish(self, into: &EnvRef) -> NewKeyWish {
        let Self { entry, key_id, plan, is_file } = self;
        let is_new = plan.planned != Planned::Changed;
        let beside = entry.beside.map_or_else(Default::default, |beside| *beside);
        let value = match entry.value.expose_str() {
            // Opened to lie readable: it was judged plain.
            Some(text) if plan.plain => Value::Plain(text.to_owned()),
            _ => Value::Secret(entry.value),
        };
        let note = entry.comment.as_deref().and_then(envfile::comment_as_note);
        let (key_id_name, key_id) = key_id.map_or((None, None), |(name, id)| (Some(name), Some(id)));
        NewKeyWish {
            reference: into.key(&entry.name),
            value,
            key_id,
            key_id_name,
            facts: Facts {
                note,
                as_file: is_file.then_some(true),
                // What a person said of a key that stands there stays as it is.
                tags: (is_new && !beside.tags.is_empty()).then_some(beside.tags),
                endpoint: beside.address.filter(|_| is_new),
                ..Facts::default()
            },
            replace: !is_new,
            age_known: false,
            act: ActivityKind::Imported,
        }
    }
}

/// An assignment in a comment comes in only where nothing stands in its way: what is used is never replaced by what was
/// put out of use.
fn asleep_plan(plan: &mut PlannedKey, awake: &HashSet<VariableName>) {
    plan.disabled = true;
    if std::mem::take(&mut plan.is_lost) {
        plan.planned = Planned::Same;
    }
    let twice = awake.iter().any(|name| name.as_str().eq_ignore_ascii_case(&plan.name));
    if twice {
        plan.planned = Planned::LeftOut("it is also in the file outside of a comment".into());
    } else if plan.planned == Planned::Changed {
        plan.planned =
            Planned::LeftOut("it is already there with another value, and the file has it only in a comment".into());
    }
    if plan.planned == Planned::New {
        plan.remarks.push("is in a comment; it is imported as disabled".into());
    }
}

/// Joins the two halves of a pair: the key id goes with its secret, and has no row of its own.
fn join_pairs(entries: Vec<Entry>, wish: &ImportWish) -> Vec<(Entry, Option<(VariableName, String)>)> {
    let names: HashSet<String> = entries.iter().map(|entry| entry.name.to_string()).collect();
    let alone = |name: &str| wish.plain.iter().chain(&wish.secret).chain(&wish.leave_out).any(|n| n == name);
    let halves: Vec<Option<&'static str>> = entries
        .iter()
        .map(|entry| {
            let name = entry.name.as_str();
            detect::key_id_pair(name)
                .filter(|id| names.contains(*id) && !alone(id) && !wish.plain.iter().any(|n| n == name))
                // What is the secret as well is no key id: each is kept as a key of its own.
                .filter(|id| {
                    let is_half = |half: &&Entry| half.name.as_str() == *id;
                    !entries.iter().filter(is_half).any(|half| half.value.expose() == entry.value.expose())
                })
        })
        .collect();
    let taken: HashSet<&str> = halves.iter().flatten().copied().collect();
    let mut ids: Vec<(VariableName, Secret)> = Vec::new();
    let mut rest = Vec::new();
    for (entry, half) in entries.into_iter().zip(halves) {
        if taken.contains(entry.name.as_str()) && entry.value.expose_str().is_some() {
            ids.push((entry.name, entry.value));
        } else {
            rest.push((entry, half));
        }
    }
    rest.into_iter()
        .map(|(entry, half)| {
            let id = half.and_then(|half| ids.iter().find(|(name, _)| name.as_str() == half)).map(|(name, value)| {
                // A key id is no secret: it lies readable beside its key.
                (name.clone(), value.expose_str().unwrap_or_default().to_owned())
            });
            (entry, id)
        })
        .collect()
}

/// Whose rules a file is read by: those that were named, else those of its name, else those its content tells.
pub(super) fn dialect_of(path: Option<&Path>, wish: &ImportWish) -> Dialect {
    let name = path.and_then(Path::file_name).map(|name| name.to_string_lossy());
    let of_name = name.and_then(|name| envfile::dialect_of_name(&name));
    of_name.filter(|_| wish.dialect == Dialect::Auto).unwrap_or(wish.dialect)
}

/// A comment that does not become a note is not lost silently.
fn lost_comment(entry: &Entry) -> Option<String> {
    let comment = entry.comment.as_deref().filter(|comment| !comment.trim().is_empty())?;
    envfile::comment_as_note(comment).is_none().then(|| "its comment was left out: it may hold a secret".into())
}

/// How it begins what is said of a value that names others whose values are not put in.
pub const NAMES_OTHERS: &str = "kept as text, though it names";

fn remark(note: &Note) -> Option<String> {
    match note {
        Note::NamesOthers(names) => Some(format!("{NAMES_OTHERS} {} (--expand puts the value in)", names.join(", "))),
        Note::Reference => Some("kept as text: it points to a secret elsewhere".into()),
        Note::Encrypted => Some("kept as text: it is encrypted".into()),
        Note::DialectsDisagree(why) => Some((*why).to_owned()),
        Note::Renamed(title) if title.is_empty() => Some("has another name in the file".into()),
        Note::Renamed(title) => Some(format!("is called {title} in the file")),
        Note::NameTaken(name) => Some(format!("got a number, because another one is called {name}")),
        Note::From(place) => Some(format!("is in {place} in the file")),
        Note::NotTaken(what) => Some(format!("{} stayed out", what.join(" and "))),
        Note::Duplicate => Some("appears several times; the last one counts".into()),
        Note::DangerousName => None,
    }
}
