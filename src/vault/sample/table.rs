//! What the sample holds: which keys stand where, and which of them have something the matter with them.

/// How a made-up secret is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Make {
    /// A prefix and so many random letters and digits.
    Letters(&'static str, usize),
    /// A prefix and so many random bytes in hexadecimal.
    Hex(&'static str, usize),
    /// An AWS pair: the key id and its secret.
    Pair,
    /// SendGrid's two parts.
    TwoParts,
    /// A connection string: what stands before the password and what behind it.
    Url(&'static str, &'static str),
    /// So many words.
    Words(usize),
    /// No secret: the value as it is.
    Plain(&'static str),
}

/// A variable that stands in each environment of its project.
pub(super) struct Row {
    pub name: &'static str,
    pub make: Make,
    pub owner: &'static str,
    pub scopes: &'static [&'static str],
}

const fn row(name: &'static str, make: Make, owner: &'static str, scopes: &'static [&'static str]) -> Row {
    Row { name, make, owner, scopes }
}

/// A project of the sample.
pub(super) struct Product {
    pub name: &'static str,
    pub environments: &'static [&'static str],
    pub rows: &'static [Row],
}

use Make::{Hex, Letters, Pair, Plain, TwoParts, Url, Words};

pub(super) const PRODUCTS: [Product; 4] = [
    Product {
        name: "Storefront",
        environments: &["development", "preview", "staging", "production"],
        rows: &[
            row("STRIPE_SECRET_KEY", Letters("sk_test_", 40), "payments", &["charges", "customers"]),
            row("STRIPE_WEBHOOK_SECRET", Letters("whsec_", 32), "payments", &[]),
            row("SENDGRID_API_KEY", TwoParts, "growth", &["mail.send"]),
            row("DATABASE_URL", Url("postgres://shop:", "@db.shop.example:5432/shop?sslmode=require"), "platform", &[]),
            row("SENTRY_AUTH_TOKEN", Hex("sntryu_", 32), "platform", &["project:releases"]),
            row("CLOUDFLARE_API_TOKEN", Letters("", 40), "platform", &["Zone.Cache Purge"]),
            row("SESSION_SECRET", Hex("", 32), "platform", &[]),
            row("PORT", Plain("3000"), "", &[]),
            row("NEXT_PUBLIC_SITE_URL", Plain("https://shop.example"), "", &[]),
        ],
    },
    Product {
        name: "Billing",
        environments: &["development", "staging", "production"],
        rows: &[
            row("STRIPE_API_KEY", Letters("rk_test_", 40), "payments", &["invoices"]),
            row("AWS_SECRET_ACCESS_KEY", Pair, "platform", &["s3:GetObject", "s3:PutObject"]),
            row(
                "DATABASE_URL",
                Url("postgres://billing:", "@db.pay.example:5432/billing?sslmode=require"),
                "payments",
                &[],
            ),
            row("REDIS_URL", Url("rediss://default:", "@cache.pay.example:6380"), "platform", &[]),
            row("TWILIO_AUTH_TOKEN", Hex("", 16), "growth", &[]),
            row("SLACK_BOT_TOKEN", Letters("xoxb-", 48), "payments", &["chat:write"]),
            row("INVOICE_SIGNING_KEY", Hex("", 32), "payments", &[]),
            row("AWS_REGION", Plain("eu-central-1"), "", &[]),
            row("LOG_LEVEL", Plain("info"), "", &[]),
        ],
    },
    Product {
        name: "Data pipeline",
        environments: &["development", "staging", "production"],
        rows: &[
            row("OPENAI_API_KEY", Letters("sk-", 48), "data", &["model.request"]),
            row("ANTHROPIC_API_KEY", Letters("sk-ant-", 48), "data", &[]),
            row("HF_TOKEN", Letters("hf_", 34), "data", &["read"]),
            row("AWS_SECRET_ACCESS_KEY", Pair, "platform", &["s3:GetObject"]),
            row(
                "WAREHOUSE_URL",
                Url("postgres://etl:", "@dw.data.example:5432/events?sslmode=verify-full"),
                "data",
                &[],
            ),
            row("DATABRICKS_TOKEN", Hex("dapi", 16), "data", &["sql"]),
            row("GRAFANA_TOKEN", Letters("glc_", 40), "platform", &["metrics:write"]),
            row("BATCH_MODE", Plain("nightly"), "", &[]),
        ],
    },
    Product {
        name: "Internal tools",
        environments: &["development", "staging", "production"],
        rows: &[
            row("GITHUB_TOKEN", Letters("ghp_", 36), "platform", &["contents:read"]),
            row("LINEAR_API_KEY", Letters("lin_api_", 40), "growth", &[]),
            row("SLACK_BOT_TOKEN", Letters("xoxb-", 48), "platform", &["chat:write"]),
            row("ADMIN_PASSWORD", Letters("", 32), "platform", &[]),
            row("PORT", Plain("8080"), "", &[]),
        ],
    },
];

/// What one key of the sample has that the others have not. Days are counted from today.
#[derive(Debug, Clone, Copy)]
pub(super) enum Twist {
    /// Ends so many days from today; before today: has ended.
    ExpiresIn(i64),
    /// Nobody said when it ends.
    ExpiryUnknown,
    /// Came so many days ago, and was never rotated.
    OldNeverRotated(i64),
    /// Was used last so many days ago.
    UsedLast(i64),
    /// Came so many days ago, and was never used.
    NeverUsed(i64),
    /// Holds the value of the same variable in this environment.
    SameAs(&'static str),
    /// May do everything, in the provider's words.
    ScopeAll,
    /// May do everything, in a person's.
    Admin,
    /// Is drawn another way.
    Made(Make),
    /// Has another owner; empty: none.
    Owner(&'static str),
    /// Is disabled since so many days.
    Disabled(i64),
    /// Was rotated so many days ago, and nobody said that the old value has ended.
    OldLives(i64),
    /// The store lost it.
    Lost,
    /// Stands elsewhere too.
    UsedIn(&'static str),
    /// Does not stand there.
    Gap,
    /// Does not stand there, and need not.
    NotNeeded,
}

use Twist::{
    Admin, Disabled, ExpiresIn, ExpiryUnknown, Gap, Lost, Made, NeverUsed, NotNeeded, OldLives, OldNeverRotated, Owner,
    SameAs, ScopeAll, UsedIn, UsedLast,
};

/// Someone who leaves in some days, and owns keys still.
pub(super) const LEAVING: (&str, i64) = ("Mara Holt", 12);

pub(super) const TWISTS: [(&str, &str, &str, Twist); 31] = [
    ("Storefront", "production", "STRIPE_SECRET_KEY", Made(Letters("sk_live_", 40))),
    ("Storefront", "production", "STRIPE_SECRET_KEY", ExpiresIn(6)),
    ("Storefront", "production", "STRIPE_SECRET_KEY", UsedIn("Vercel")),
    ("Storefront", "production", "SENDGRID_API_KEY", OldNeverRotated(210)),
    ("Storefront", "production", "SENTRY_AUTH_TOKEN", ExpiryUnknown),
    ("Storefront", "production", "CLOUDFLARE_API_TOKEN", ScopeAll),
    ("Storefront", "preview", "SENDGRID_API_KEY", UsedLast(94)),
    ("Storefront", "preview", "CLOUDFLARE_API_TOKEN", NeverUsed(47)),
    ("Storefront", "preview", "SENTRY_AUTH_TOKEN", NotNeeded),
    ("Storefront", "staging", "STRIPE_WEBHOOK_SECRET", Gap),
    ("Storefront", "production", "SESSION_SECRET", Owner(LEAVING.0)),
    ("Storefront", "staging", "SENDGRID_API_KEY", SameAs("development")),
    ("Billing", "production", "STRIPE_API_KEY", Made(Letters("rk_live_", 40))),
    ("Billing", "production", "INVOICE_SIGNING_KEY", Owner(LEAVING.0)),
    ("Billing", "staging", "SLACK_BOT_TOKEN", Owner(LEAVING.0)),
    ("Billing", "production", "AWS_SECRET_ACCESS_KEY", OldLives(20)),
    ("Billing", "production", "SLACK_BOT_TOKEN", ExpiresIn(25)),
    ("Billing", "staging", "TWILIO_AUTH_TOKEN", ExpiresIn(-3)),
    ("Billing", "staging", "REDIS_URL", Made(Url("redis://default:", "@cache.pay.example:6379"))),
    ("Billing", "development", "TWILIO_AUTH_TOKEN", Disabled(5)),
    ("Data pipeline", "production", "HF_TOKEN", ExpiresIn(12)),
    ("Data pipeline", "production", "DATABRICKS_TOKEN", Owner(LEAVING.0)),
    ("Data pipeline", "staging", "OPENAI_API_KEY", SameAs("production")),
    ("Data pipeline", "staging", "DATABRICKS_TOKEN", UsedLast(131)),
    ("Data pipeline", "staging", "GRAFANA_TOKEN", Lost),
    ("Data pipeline", "development", "ANTHROPIC_API_KEY", NeverUsed(63)),
    ("Internal tools", "production", "GITHUB_TOKEN", Admin),
    ("Internal tools", "production", "SLACK_BOT_TOKEN", Owner("")),
    ("Internal tools", "production", "ADMIN_PASSWORD", Made(Words(2))),
    ("Internal tools", "staging", "GITHUB_TOKEN", UsedIn("the build server")),
    ("Internal tools", "development", "LINEAR_API_KEY", Disabled(20)),
];
