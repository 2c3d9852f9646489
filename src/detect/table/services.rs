//! Messages, payments, documents: services an application calls.

use super::super::provider::Provider;
use super::super::shape::Part::{Any, Lit, Run};
use super::super::shape::Set::{Alnum, Dashed, Digits, Hex, Path, Url};
use super::super::shape::Shape;

pub(in super::super) const SERVICES: &[Provider] = &[
    Provider {
        name: "Slack",
        monogram: "Sl",
        variables: &["SLACK_BOT_TOKEN", "SLACK_TOKEN", "SLACK_APP_TOKEN", "SLACK_WEBHOOK_URL"],
        stems: &["SLACK"],
        shapes: &[
            Shape::alone(&[Any(&["xoxb-", "xoxp-", "xoxe-", "xapp-"]), Run(Dashed, 20, 250)]),
            Shape::alone(&[Lit("https://hooks.slack.com/services/"), Run(Path, 20, 100)]),
        ],
        rotate_page: Some("https://api.slack.com/apps"),
        expiry: "none, or 12 hours if rotation is on",
        scopes: "OAuth scopes",
        usual_scopes: &[
            "chat:write",
            "channels:read",
            "channels:history",
            "users:read",
            "files:write",
            "incoming-webhook",
        ],
        ..Provider::BLANK
    },
    Provider {
        name: "Stripe",
        monogram: "St",
        variables: &["STRIPE_SECRET_KEY", "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET"],
        stems: &["STRIPE"],
        shapes: &[Shape::alone(&[Any(&["sk_", "rk_"]), Any(&["test_", "live_", "prod_"]), Run(Alnum, 10, 99)])],
        rotate_page: Some("https://dashboard.stripe.com/apikeys"),
        expiry: "none",
        scopes: "rk_ keys are restricted",
        ..Provider::BLANK
    },
    Provider {
        name: "Twilio",
        monogram: "Tw",
        variables: &["TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET", "TWILIO_API_KEY", "TWILIO_ACCOUNT_SID"],
        stems: &["TWILIO"],
        shapes: &[Shape::alone(&[Any(&["AC", "SK"]), Run(Hex, 32, 32)]), Shape::named(&[Run(Alnum, 32, 32)])],
        rotate_page: Some("https://twilio.com/console/project/api-keys"),
        expiry: "none",
        scopes: "standard; restricted",
        usual_scopes: &["restricted", "standard", "main"],
        ..Provider::BLANK
    },
    Provider {
        name: "SendGrid",
        monogram: "Sg",
        variables: &["SENDGRID_API_KEY"],
        stems: &["SENDGRID"],
        shapes: &[Shape::alone(&[Lit("SG."), Run(Url, 22, 22), Lit("."), Run(Url, 43, 43)])],
        rotate_page: Some("https://app.sendgrid.com/settings/api_keys"),
        expiry: "none",
        scopes: "full; restricted",
        usual_scopes: &["mail.send", "stats.read", "templates.read", "restricted", "full access"],
        ..Provider::BLANK
    },
    Provider {
        name: "Mailgun",
        monogram: "Ma",
        variables: &["MAILGUN_API_KEY"],
        stems: &["MAILGUN"],
        shapes: &[
            Shape::alone(&[Lit("key-"), Run(Hex, 32, 32)]),
            Shape::named(&[Run(Hex, 32, 32), Lit("-"), Run(Hex, 8, 8), Lit("-"), Run(Hex, 8, 8)]),
        ],
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "Mailchimp",
        monogram: "Mc",
        variables: &["MAILCHIMP_API_KEY"],
        stems: &["MAILCHIMP"],
        shapes: &[Shape::named(&[Run(Hex, 32, 32), Lit("-us"), Run(Digits, 1, 2)])],
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "Telegram",
        monogram: "Te",
        variables: &["TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN"],
        stems: &["TELEGRAM"],
        shapes: &[Shape::named(&[Run(Digits, 5, 16), Lit(":A"), Run(Url, 34, 34)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Linear",
        monogram: "Li",
        variables: &["LINEAR_API_KEY"],
        shapes: &[Shape::alone(&[Lit("lin_api_"), Run(Alnum, 40, 40)])],
        rotate_page: Some("https://linear.app/settings"),
        expiry: "none",
        usual_scopes: &["read", "issues:create", "comments:create", "write", "admin"],
        ..Provider::BLANK
    },
    Provider {
        name: "Notion",
        monogram: "No",
        variables: &["NOTION_TOKEN", "NOTION_API_KEY"],
        stems: &["NOTION"],
        shapes: &[
            Shape::alone(&[Lit("ntn_"), Run(Alnum, 46, 46)]),
            Shape::alone(&[Lit("secret_"), Run(Alnum, 43, 43)]),
        ],
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "Airtable",
        monogram: "At",
        variables: &["AIRTABLE_API_KEY", "AIRTABLE_TOKEN", "AIRTABLE_PAT"],
        stems: &["AIRTABLE"],
        shapes: &[Shape::alone(&[Lit("pat"), Run(Alnum, 14, 14), Lit("."), Run(Hex, 64, 64)])],
        scopes: "scopes",
        usual_scopes: &["data.records:read", "schema.bases:read", "data.records:write", "schema.bases:write"],
        ..Provider::BLANK
    },
    Provider {
        name: "Figma",
        monogram: "Fi",
        variables: &["FIGMA_TOKEN", "FIGMA_ACCESS_TOKEN", "FIGMA_API_KEY"],
        stems: &["FIGMA"],
        shapes: &[Shape::alone(&[Any(&["figp_", "figd_"]), Run(Url, 36, 80)])],
        scopes: "scopes",
        usual_scopes: &["file_content:read", "file_comments:write", "file_variables:read"],
        ..Provider::BLANK
    },
    Provider {
        name: "Shopify",
        monogram: "Sh",
        variables: &["SHOPIFY_ACCESS_TOKEN", "SHOPIFY_API_SECRET"],
        stems: &["SHOPIFY"],
        shapes: &[Shape::alone(&[Any(&["shpat_", "shpca_", "shppa_", "shpss_"]), Run(Hex, 32, 32)])],
        scopes: "scopes",
        usual_scopes: &["read_products", "read_orders", "read_customers", "write_products", "write_orders"],
        ..Provider::BLANK
    },
    Provider {
        name: "Square",
        monogram: "Sq",
        variables: &["SQUARE_ACCESS_TOKEN"],
        stems: &["SQUARE"],
        shapes: &[
            Shape::alone(&[Lit("EAAA"), Run(Url, 56, 60)]),
            Shape::alone(&[Lit("sq0"), Any(&["atp-", "csp-", "idp-"]), Run(Url, 22, 43)]),
        ],
        scopes: "scopes",
        ..Provider::BLANK
    },
];
