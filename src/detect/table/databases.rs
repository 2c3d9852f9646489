//! Servers one runs oneself, known by the scheme of their connection URLs. No vendor, so no page.

use super::super::provider::Provider;

pub(in super::super) const DATABASES: &[Provider] = &[
    Provider {
        name: "PostgreSQL",
        monogram: "Pg",
        variables: &["PGPASSWORD", "POSTGRES_PASSWORD"],
        stems: &["POSTGRES", "POSTGRESQL"],
        schemes: &["postgres", "postgresql"],
        ..Provider::BLANK
    },
    Provider {
        name: "Redis",
        monogram: "Rd",
        variables: &["REDIS_PASSWORD", "REDISCLI_AUTH"],
        stems: &["REDIS"],
        schemes: &["redis", "rediss"],
        ..Provider::BLANK
    },
    Provider {
        name: "MySQL",
        monogram: "My",
        variables: &["MYSQL_PWD", "MYSQL_PASSWORD", "MYSQL_ROOT_PASSWORD"],
        stems: &["MYSQL", "MARIADB"],
        schemes: &["mysql", "mysql2", "mariadb"],
        ..Provider::BLANK
    },
    Provider {
        name: "MongoDB",
        monogram: "Mg",
        variables: &["MONGO_PASSWORD", "MONGODB_PASSWORD"],
        stems: &["MONGO", "MONGODB"],
        schemes: &["mongodb", "mongodb+srv"],
        ..Provider::BLANK
    },
];
