//! Clouds, hosts, and what guards or builds them.

use super::super::provider::Provider;
use super::super::shape::Part::{Any, Lit, Run};
use super::super::shape::Set::{Alnum, Base32, Base64, Base64Body, Dashed, Digits, Dotted, Hex, Upper, Url};
use super::super::shape::Shape;
use super::UUID;

pub(in super::super) const CLOUD: &[Provider] = &[
    Provider {
        name: "AWS",
        monogram: "Aw",
        variables: &["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN"],
        stems: &["AWS"],
        shapes: &[
            Shape::alone(&[Any(&["AKIA", "ASIA", "ABIA", "ACCA"]), Run(Base32, 16, 16)]),
            Shape::named(&[Run(Base64Body, 40, 40)]),
        ],
        rotate_page: Some("https://console.aws.amazon.com/iam"),
        expiry: "none",
        scopes: "IAM policies",
        ..Provider::BLANK
    },
    Provider {
        name: "Amazon Bedrock",
        monogram: "Br",
        variables: &["AWS_BEARER_TOKEN_BEDROCK"],
        stems: &["BEDROCK"],
        shapes: &[
            Shape::alone(&[Lit("ABSK"), Run(Base64, 109, 269)]),
            Shape::alone(&[Lit("bedrock-api-key-"), Run(Base64, 20, 2000)]),
        ],
        rotate_page: Some("https://console.aws.amazon.com/iam"),
        expiry: "chosen when made",
        scopes: "IAM policies",
        ..Provider::BLANK
    },
    Provider {
        name: "Azure",
        monogram: "Az",
        variables: &["AZURE_CLIENT_SECRET", "ARM_CLIENT_SECRET"],
        stems: &["AZURE"],
        shapes: &[Shape::named(&[Run(Dotted, 3, 3), Run(Digits, 1, 1), Lit("Q~"), Run(Dotted, 31, 34)])],
        rotate_page: Some("https://portal.azure.com"),
        expiry: "at most 24 months",
        scopes: "API permissions",
        ..Provider::BLANK
    },
    Provider {
        name: "Cloudflare",
        monogram: "Cf",
        variables: &["CLOUDFLARE_API_TOKEN", "CF_API_TOKEN", "CLOUDFLARE_API_KEY", "CLOUDFLARE_ORIGIN_CA_KEY"],
        stems: &["CLOUDFLARE"],
        shapes: &[
            Shape::alone(&[Any(&["cfut_", "cfat_"]), Run(Alnum, 40, 40), Run(Hex, 8, 8)]),
            Shape::alone(&[Lit("v1.0-"), Run(Hex, 24, 24), Lit("-"), Run(Hex, 146, 146)]),
            Shape::named(&[Run(Url, 40, 40)]),
            Shape::named(&[Run(Hex, 37, 37)]),
        ],
        rotate_page: Some("https://dash.cloudflare.com/profile/api-tokens"),
        expiry: "optional",
        scopes: "zone or account permission; IP",
        usual_scopes: &["Zone:Read", "DNS:Edit", "Cache Purge:Purge", "Workers Scripts:Edit"],
        ..Provider::BLANK
    },
    Provider {
        name: "DigitalOcean",
        monogram: "Do",
        variables: &["DIGITALOCEAN_ACCESS_TOKEN", "DIGITALOCEAN_TOKEN", "DO_TOKEN"],
        stems: &["DIGITALOCEAN"],
        shapes: &[Shape::alone(&[Any(&["dop_v1_", "doo_v1_", "dor_v1_"]), Run(Hex, 64, 64)])],
        rotate_page: Some("https://cloud.digitalocean.com/account/api/tokens"),
        expiry: "chosen when made",
        scopes: "scopes",
        usual_scopes: &["read", "write"],
        ..Provider::BLANK
    },
    Provider {
        name: "Heroku",
        monogram: "He",
        variables: &["HEROKU_API_KEY"],
        stems: &["HEROKU"],
        shapes: &[Shape::alone(&[Lit("HRKU-AA"), Run(Url, 58, 58)]), Shape::named(UUID)],
        rotate_page: Some("https://dashboard.heroku.com/account"),
        ..Provider::BLANK
    },
    Provider {
        name: "Vercel",
        monogram: "Ve",
        variables: &["VERCEL_TOKEN", "VERCEL_API_TOKEN"],
        stems: &["VERCEL"],
        shapes: &[Shape::named(&[Run(Alnum, 24, 24)])],
        rotate_page: Some("https://vercel.com/account/tokens"),
        expiry: "chosen when made",
        scopes: "team",
        ..Provider::BLANK
    },
    Provider {
        name: "Netlify",
        monogram: "Nl",
        variables: &["NETLIFY_AUTH_TOKEN"],
        stems: &["NETLIFY"],
        shapes: &[Shape::alone(&[Lit("nfp_"), Run(Alnum, 36, 36)])],
        rotate_page: Some("https://app.netlify.com"),
        expiry: "chosen when made",
        scopes: "team",
        ..Provider::BLANK
    },
    Provider {
        name: "Fly.io",
        monogram: "Fl",
        variables: &["FLY_API_TOKEN", "FLY_ACCESS_TOKEN"],
        stems: &["FLY"],
        shapes: &[
            Shape::alone(&[Lit("fo1_"), Run(Url, 43, 43)]),
            Shape::alone(&[Any(&["fm1r_", "fm1a_", "fm2_"]), Run(Base64, 60, 3000)]),
        ],
        rotate_page: Some("https://fly.io/user/personal_access_tokens"),
        expiry: "chosen when made",
        scopes: "organisation or app",
        ..Provider::BLANK
    },
    Provider {
        name: "Supabase",
        monogram: "Su",
        variables: &["SUPABASE_ACCESS_TOKEN"],
        stems: &["SUPABASE"],
        shapes: &[Shape::alone(&[Lit("sbp_"), Run(Hex, 40, 40)])],
        rotate_page: Some("https://supabase.com/dashboard/account/tokens"),
        expiry: "at most a year, or never; shows the last use",
        ..Provider::BLANK
    },
    Provider {
        name: "PlanetScale",
        monogram: "Ps",
        variables: &["PLANETSCALE_SERVICE_TOKEN"],
        stems: &["PLANETSCALE", "PSCALE"],
        shapes: &[Shape::alone(&[Any(&["pscale_tkn_", "pscale_pw_", "pscale_oauth_"]), Run(Dotted, 32, 64)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Databricks",
        monogram: "Db",
        variables: &["DATABRICKS_TOKEN"],
        stems: &["DATABRICKS"],
        shapes: &[
            Shape::alone(&[Lit("dapi"), Run(Hex, 32, 32)]),
            Shape::alone(&[Lit("dapi"), Run(Hex, 32, 32), Lit("-"), Run(Digits, 1, 1)]),
        ],
        ..Provider::BLANK
    },
    Provider {
        name: "Terraform",
        monogram: "Tf",
        variables: &["TF_TOKEN_app_terraform_io", "TFE_TOKEN"],
        stems: &["TERRAFORM", "TFE"],
        shapes: &[Shape::named(&[Run(Alnum, 14, 14), Lit(".atlasv1."), Run(Url, 60, 70)])],
        expiry: "optional",
        ..Provider::BLANK
    },
    Provider {
        name: "Pulumi",
        monogram: "Pu",
        variables: &["PULUMI_ACCESS_TOKEN"],
        stems: &["PULUMI"],
        shapes: &[Shape::alone(&[Lit("pul-"), Run(Hex, 40, 40)])],
        rotate_page: Some("https://app.pulumi.com/account/tokens"),
        expiry: "optional",
        ..Provider::BLANK
    },
    Provider {
        name: "HashiCorp Vault",
        monogram: "Va",
        variables: &["VAULT_TOKEN"],
        shapes: &[
            Shape::alone(&[Lit("hvs."), Run(Url, 90, 120)]),
            Shape::alone(&[Lit("hvb."), Run(Url, 90, 300)]),
            Shape::named(&[Lit("s."), Run(Alnum, 24, 24)]),
        ],
        expiry: "a time to live",
        scopes: "policies",
        ..Provider::BLANK
    },
    Provider {
        name: "Doppler",
        monogram: "Dp",
        variables: &["DOPPLER_TOKEN"],
        stems: &["DOPPLER"],
        shapes: &[
            Shape::alone(&[
                Any(&["dp.pt.", "dp.ct.", "dp.st.", "dp.sa.", "dp.scim.", "dp.audit."]),
                Run(Alnum, 40, 44),
            ]),
            Shape::alone(&[Lit("dp.st."), Run(Url, 2, 35), Lit("."), Run(Alnum, 40, 44)]),
        ],
        rotate_page: Some("https://dashboard.doppler.com"),
        ..Provider::BLANK
    },
    Provider {
        name: "1Password",
        monogram: "1P",
        variables: &["OP_SERVICE_ACCOUNT_TOKEN", "OP_CONNECT_TOKEN"],
        stems: &["ONEPASSWORD"],
        shapes: &[Shape::alone(&[Lit("ops_eyJ"), Run(Base64, 250, 3000)])],
        rotate_page: Some("https://1password.com"),
        scopes: "vaults",
        ..Provider::BLANK
    },
    Provider {
        name: "age",
        monogram: "Ag",
        variables: &["AGE_SECRET_KEY", "SOPS_AGE_KEY"],
        shapes: &[Shape::alone(&[Lit("AGE-SECRET-KEY-1"), Run(Upper, 58, 58)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Tailscale",
        monogram: "Ts",
        variables: &["TAILSCALE_AUTHKEY", "TS_AUTHKEY", "TAILSCALE_API_KEY"],
        stems: &["TAILSCALE"],
        shapes: &[Shape::alone(&[
            Any(&["tskey-auth-", "tskey-api-", "tskey-client-", "tskey-scim-", "tskey-webhook-"]),
            Run(Dashed, 20, 80),
        ])],
        ..Provider::BLANK
    },
];
