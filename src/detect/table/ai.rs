//! Makers and routers of language models, and the tools around them.

use super::super::provider::Provider;
use super::super::shape::Part::{Any, Lit, Run};
use super::super::shape::Set::{Alnum, Hex, Url};
use super::super::shape::Shape;

pub(in super::super) const AI: &[Provider] = &[
    Provider {
        name: "OpenAI",
        monogram: "Oa",
        variables: &["OPENAI_API_KEY", "OPENAI_ADMIN_KEY"],
        stems: &["OPENAI"],
        shapes: &[
            Shape::alone(&[
                Any(&["sk-proj-", "sk-svcacct-", "sk-admin-"]),
                Run(Url, 20, 120),
                Lit("T3BlbkFJ"),
                Run(Url, 20, 120),
            ]),
            Shape::alone(&[Lit("sk-"), Run(Alnum, 20, 20), Lit("T3BlbkFJ"), Run(Alnum, 20, 20)]),
        ],
        rotate_page: Some("https://platform.openai.com/account/api-keys"),
        expiry: "none",
        scopes: "project; restricted permissions",
        usual_scopes: &["read only", "restricted", "all"],
        ..Provider::BLANK
    },
    Provider {
        name: "Anthropic",
        monogram: "An",
        variables: &["ANTHROPIC_API_KEY", "ANTHROPIC_ADMIN_KEY"],
        stems: &["ANTHROPIC", "CLAUDE"],
        shapes: &[Shape::alone(&[Any(&["sk-ant-api03-", "sk-ant-admin01-"]), Run(Url, 93, 93), Lit("AA")])],
        rotate_page: Some("https://console.anthropic.com/settings/keys"),
        expiry: "none; the vendor advises about 90 days",
        scopes: "workspace",
        ..Provider::BLANK
    },
    Provider {
        name: "Google",
        monogram: "Go",
        variables: &["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_MAPS_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS"],
        stems: &["GOOGLE", "GEMINI", "GCP", "FIREBASE"],
        shapes: &[Shape::alone(&[Lit("AIza"), Run(Url, 35, 35)])],
        rotate_page: Some("https://console.cloud.google.com/apis/credentials"),
        expiry: "none",
        scopes: "API; referrer or IP",
        ..Provider::BLANK
    },
    Provider {
        name: "Hugging Face",
        monogram: "Hf",
        variables: &["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HUGGINGFACE_TOKEN"],
        stems: &["HUGGINGFACE", "HUGGING_FACE"],
        shapes: &[Shape::alone(&[Lit("hf_"), Run(Alnum, 34, 34)])],
        rotate_page: Some("https://huggingface.co/settings/tokens"),
        expiry: "none",
        scopes: "read; write; fine-grained",
        usual_scopes: &["read", "write", "fine-grained"],
        ..Provider::BLANK
    },
    Provider {
        name: "Groq",
        monogram: "Gq",
        variables: &["GROQ_API_KEY"],
        stems: &["GROQ"],
        shapes: &[Shape::alone(&[Lit("gsk_"), Run(Alnum, 52, 52)])],
        rotate_page: Some("https://console.groq.com/keys"),
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "xAI",
        monogram: "Xa",
        variables: &["XAI_API_KEY"],
        stems: &["XAI"],
        shapes: &[Shape::alone(&[Lit("xai-"), Run(Url, 80, 80)])],
        rotate_page: Some("https://console.x.ai"),
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "OpenRouter",
        monogram: "Or",
        variables: &["OPENROUTER_API_KEY"],
        stems: &["OPENROUTER"],
        shapes: &[Shape::alone(&[Lit("sk-or-v1-"), Run(Hex, 64, 64)])],
        rotate_page: Some("https://openrouter.ai/keys"),
        expiry: "none",
        scopes: "spend limit",
        ..Provider::BLANK
    },
    Provider {
        name: "Perplexity",
        monogram: "Px",
        variables: &["PERPLEXITY_API_KEY", "PPLX_API_KEY"],
        stems: &["PERPLEXITY"],
        shapes: &[Shape::alone(&[Lit("pplx-"), Run(Alnum, 48, 48)])],
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "Replicate",
        monogram: "Rp",
        variables: &["REPLICATE_API_TOKEN"],
        stems: &["REPLICATE"],
        shapes: &[Shape::alone(&[Lit("r8_"), Run(Url, 37, 37)])],
        rotate_page: Some("https://replicate.com/account/api-tokens"),
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "NVIDIA",
        monogram: "Nv",
        variables: &["NVIDIA_API_KEY", "NGC_API_KEY"],
        stems: &["NVIDIA"],
        shapes: &[Shape::alone(&[Lit("nvapi-"), Run(Url, 64, 64)])],
        expiry: "none",
        ..Provider::BLANK
    },
    Provider {
        name: "DeepSeek",
        monogram: "Ds",
        variables: &["DEEPSEEK_API_KEY"],
        stems: &["DEEPSEEK"],
        shapes: &[Shape::named(&[Lit("sk-"), Run(Alnum, 32, 32)])],
        ..Provider::BLANK
    },
    Provider {
        name: "ElevenLabs",
        monogram: "El",
        variables: &["ELEVENLABS_API_KEY", "ELEVEN_API_KEY", "XI_API_KEY"],
        stems: &["ELEVENLABS"],
        shapes: &[Shape::named(&[Lit("sk_"), Run(Hex, 48, 48)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Cohere",
        monogram: "Co",
        variables: &["CO_API_KEY", "COHERE_API_KEY"],
        stems: &["COHERE"],
        shapes: &[Shape::named(&[Run(Alnum, 40, 40)])],
        ..Provider::BLANK
    },
    Provider {
        name: "LangSmith",
        monogram: "Ls",
        variables: &["LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"],
        stems: &["LANGSMITH"],
        shapes: &[Shape::alone(&[Any(&["lsv2_pt_", "lsv2_sk_"]), Run(Hex, 32, 32), Lit("_"), Run(Hex, 10, 10)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Langfuse",
        monogram: "Lf",
        variables: &["LANGFUSE_SECRET_KEY", "LANGFUSE_PUBLIC_KEY"],
        stems: &["LANGFUSE"],
        shapes: &[Shape::alone(&[
            Any(&["pk-lf-", "sk-lf-"]),
            Run(Hex, 8, 8),
            Lit("-"),
            Run(Hex, 4, 4),
            Lit("-"),
            Run(Hex, 4, 4),
            Lit("-"),
            Run(Hex, 4, 4),
            Lit("-"),
            Run(Hex, 12, 12),
        ])],
        ..Provider::BLANK
    },
    Provider {
        name: "Pinecone",
        monogram: "Pc",
        variables: &["PINECONE_API_KEY"],
        stems: &["PINECONE"],
        shapes: &[Shape::alone(&[Lit("pcsk_"), Run(Url, 50, 80)])],
        ..Provider::BLANK
    },
    Provider {
        name: "Cursor",
        monogram: "Cu",
        variables: &["CURSOR_API_KEY"],
        stems: &["CURSOR"],
        shapes: &[Shape::alone(&[Lit("crsr_"), Run(Url, 32, 100)])],
        rotate_page: Some("https://cursor.com/dashboard"),
        ..Provider::BLANK
    },
];
