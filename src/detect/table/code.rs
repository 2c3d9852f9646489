//! Where code lies, is packaged, checked and watched.

use super::super::provider::Provider;
use super::super::shape::Part::{Any, Lit, Run};
use super::super::shape::Set::{Alnum, Base64, Hex, Lower, Upper, Url};
use super::super::shape::Shape;
use super::UUID;

pub(in super::super) const CODE: &[Provider] = &[
    Provider {
        name: "GitHub",
        monogram: "Gh",
        variables: &["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_PAT", "GH_PAT"],
        stems: &["GITHUB"],
        shapes: &[
            Shape::alone(&[Any(&["ghp_", "gho_", "ghu_", "ghs_", "ghr_"]), Run(Alnum, 36, 36)]),
            Shape::alone(&[Lit("github_pat_"), Run(Url, 82, 82)]),
        ],
        rotate_page: Some("https://github.com/settings/tokens"),
        expiry: "7, 30, 60 or 90 days, at most a year, or none; revoked after a year unused",
        scopes: "repository and permission",
        usual_scopes: &["public_repo", "read:org", "read:packages", "write:packages", "workflow", "repo", "admin:org"],
        ..Provider::BLANK
    },
    Provider {
        name: "GitLab",
        monogram: "Gl",
        variables: &["GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", "GL_TOKEN"],
        stems: &["GITLAB"],
        shapes: &[
            Shape::alone(&[Lit("glpat-"), Run(Url, 20, 20)]),
            Shape::alone(&[Lit("glpat-"), Run(Url, 27, 300), Lit("."), Run(Lower, 9, 9)]),
            Shape::alone(&[Lit("glptt-"), Run(Hex, 40, 40)]),
            Shape::alone(&[Any(&["gldt-", "glrt-", "glft-"]), Run(Url, 20, 64)]),
            Shape::alone(&[Lit("glcbt-"), Run(Alnum, 1, 5), Lit("_"), Run(Url, 20, 64)]),
        ],
        rotate_page: Some("https://gitlab.com/-/profile/personal_access_tokens"),
        expiry: "at most 365 days",
        scopes: "api; read_api and others",
        usual_scopes: &["read_api", "read_repository", "read_registry", "write_repository", "write_registry", "api"],
        ..Provider::BLANK
    },
    Provider {
        name: "npm",
        monogram: "Np",
        variables: &["NPM_TOKEN", "NODE_AUTH_TOKEN"],
        shapes: &[Shape::alone(&[Lit("npm_"), Run(Alnum, 36, 36)])],
        expiry: "at most 90 days",
        scopes: "packages; organisations; IP",
        ..Provider::BLANK
    },
    Provider {
        name: "PyPI",
        monogram: "Py",
        variables: &["TWINE_PASSWORD", "PYPI_TOKEN", "PYPI_API_TOKEN"],
        stems: &["PYPI"],
        shapes: &[Shape::alone(&[Lit("pypi-AgEIcHlwaS5vcmc"), Run(Url, 50, 1000)])],
        expiry: "none",
        scopes: "account or project",
        usual_scopes: &["project", "account"],
        ..Provider::BLANK
    },
    Provider {
        name: "Cargo registry",
        monogram: "Cr",
        variables: &["CARGO_REGISTRY_TOKEN"],
        shapes: &[Shape::alone(&[Lit("cio"), Run(Alnum, 32, 32)])],
        expiry: "optional",
        scopes: "endpoint; crate",
        ..Provider::BLANK
    },
    Provider {
        name: "RubyGems",
        monogram: "Rg",
        variables: &["GEM_HOST_API_KEY", "RUBYGEMS_API_KEY"],
        stems: &["RUBYGEMS"],
        shapes: &[Shape::alone(&[Lit("rubygems_"), Run(Hex, 48, 48)])],
        expiry: "optional",
        scopes: "action",
        usual_scopes: &["index_rubygems", "push_rubygem", "yank_rubygem", "add_owner", "remove_owner"],
        ..Provider::BLANK
    },
    Provider {
        name: "Docker Hub",
        monogram: "Dk",
        variables: &["DOCKER_PAT", "DOCKERHUB_TOKEN", "DOCKER_HUB_TOKEN"],
        stems: &["DOCKERHUB"],
        shapes: &[
            Shape::alone(&[Lit("dckr_pat_"), Run(Url, 27, 27)]),
            Shape::alone(&[Lit("dckr_oat_"), Run(Url, 32, 32)]),
        ],
        rotate_page: Some("https://app.docker.com/settings"),
        expiry: "optional",
        scopes: "read; write",
        usual_scopes: &["public repo read-only", "read-only", "read & write"],
        ..Provider::BLANK
    },
    Provider {
        name: "JFrog",
        monogram: "Jf",
        variables: &["JFROG_API_KEY", "JFROG_ACCESS_TOKEN", "ARTIFACTORY_API_KEY"],
        stems: &["JFROG", "ARTIFACTORY"],
        shapes: &[Shape::alone(&[Lit("AKCp"), Run(Alnum, 69, 69)]), Shape::alone(&[Lit("cmVmd"), Run(Alnum, 59, 59)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Snyk",
        monogram: "Sn",
        variables: &["SNYK_TOKEN"],
        stems: &["SNYK"],
        shapes: &[Shape::named(UUID)],
        rotate_page: Some("https://app.snyk.io/account"),
        ..Provider::BLANK
    },
    Provider {
        name: "Sonar",
        monogram: "So",
        variables: &["SONAR_TOKEN", "SONARQUBE_TOKEN"],
        stems: &["SONAR", "SONARQUBE", "SONARCLOUD"],
        shapes: &[Shape::alone(&[Any(&["squ_", "sqp_", "sqa_", "sqco_"]), Run(Hex, 40, 40)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Postman",
        monogram: "Pm",
        variables: &["POSTMAN_API_KEY"],
        stems: &["POSTMAN"],
        shapes: &[Shape::alone(&[Lit("PMAK-"), Run(Hex, 24, 24), Lit("-"), Run(Hex, 34, 34)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Sentry",
        monogram: "Se",
        variables: &["SENTRY_AUTH_TOKEN"],
        stems: &["SENTRY"],
        shapes: &[
            Shape::alone(&[Lit("sntrys_"), Run(Base64, 60, 1000)]),
            Shape::alone(&[Lit("sntryu_"), Run(Hex, 64, 64)]),
        ],
        rotate_page: Some("https://sentry.io/settings/account/api/auth-tokens/"),
        expiry: "none",
        scopes: "scopes",
        usual_scopes: &["project:read", "project:releases", "org:read", "event:read", "project:write", "org:ci"],
        ..Provider::BLANK
    },
    Provider {
        name: "Datadog",
        monogram: "Dd",
        variables: &["DATADOG_API_KEY", "DATADOG_APP_KEY", "DD_API_KEY", "DD_APP_KEY"],
        stems: &["DATADOG"],
        shapes: &[Shape::named(&[Run(Hex, 32, 32)]), Shape::named(&[Run(Hex, 40, 40)])],
        rotate_page: Some("https://app.datadoghq.com/organization-settings/api-keys"),
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "New Relic",
        monogram: "Nr",
        variables: &["NEW_RELIC_API_KEY"],
        stems: &["NEW_RELIC"],
        shapes: &[Shape::alone(&[Lit("NRAK-"), Run(Upper, 27, 27)])],
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "Grafana",
        monogram: "Gf",
        variables: &["GRAFANA_TOKEN", "GRAFANA_API_KEY"],
        stems: &["GRAFANA"],
        shapes: &[
            Shape::alone(&[Lit("glsa_"), Run(Alnum, 32, 32), Lit("_"), Run(Hex, 8, 8)]),
            Shape::alone(&[Lit("glc_"), Run(Base64, 32, 400)]),
        ],
        expiry: "chosen when made",
        scopes: "role",
        usual_scopes: &["Viewer", "Editor", "Admin"],
        ..Provider::BLANK
    },
    Provider {
        name: "PostHog",
        monogram: "Ph",
        variables: &["POSTHOG_API_KEY", "POSTHOG_PERSONAL_API_KEY"],
        stems: &["POSTHOG"],
        shapes: &[Shape::alone(&[Lit("phx_"), Run(Alnum, 43, 48)])],
        expiry: "chosen when made",
        scopes: "role",
        ..Provider::BLANK
    },
];
