//! Names that change how programs run: setting one runs code, swaps libraries or sends traffic elsewhere. They need a typed yes.

use std::sync::LazyLock;

/// Beginnings; compared without case, as Windows does.
const PREFIXES: [&str; 20] = [
    "LD_",
    "DYLD_",
    "PYTHON",
    "GIT_",
    "BASH_FUNC_",
    "NPM_CONFIG_",
    "PERL5",
    "RUBY",
    "CORECLR_",
    "COR_",
    "DOTNET_",
    "KEYLOFT_",
    "GCONV_",
    "GLIBC_",
    "MALLOC_",
    "CARGO_TARGET_",
    "CARGO_BUILD_",
    "JULIA_",
    "GTK_",
    "QT_PLUGIN_",
];

/// Whole names.
const NAMES: [&str; 73] = [
    // where programs, homes and temporary files are found
    "PATH",
    "PATHEXT",
    "CDPATH",
    "FPATH",
    "HOME",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SHELL",
    "COMSPEC",
    "SYSTEMROOT",
    "WINDIR",
    "PSMODULEPATH",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    // shells
    "BASH_ENV",
    "ENV",
    "IFS",
    "SHELLOPTS",
    "BASHOPTS",
    "PS4",
    "PROMPT_COMMAND",
    "ZDOTDIR",
    // language runtimes
    "NODE_OPTIONS",
    "NODE_PATH",
    "NODE_EXTRA_CA_CERTS",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "BUN_OPTIONS",
    "ELECTRON_RUN_AS_NODE",
    "JAVA_TOOL_OPTIONS",
    "_JAVA_OPTIONS",
    "JDK_JAVA_OPTIONS",
    "CLASSPATH",
    "MAVEN_OPTS",
    "GRADLE_OPTS",
    "PERLLIB",
    "LUA_INIT",
    "LUA_PATH",
    "LUA_CPATH",
    "PHPRC",
    "PHP_INI_SCAN_DIR",
    "ERL_FLAGS",
    "ERL_AFLAGS",
    "R_PROFILE",
    "R_PROFILE_USER",
    // build tools
    "MAKEFLAGS",
    "RUSTC",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
    "CARGO_HOME",
    "GOFLAGS",
    "CC",
    "CXX",
    // programs started by other programs
    "EDITOR",
    "VISUAL",
    "PAGER",
    "MANPAGER",
    "BROWSER",
    "LESSOPEN",
    "LESSCLOSE",
    "SSH_ASKPASS",
    "SUDO_ASKPASS",
    "SSH_AUTH_SOCK",
    // who is trusted, and who is asked
    "OPENSSL_CONF",
    "OPENSSL_MODULES",
    "SSLKEYLOGFILE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "HOSTALIASES",
    "DOCKER_HOST",
    "GIO_MODULE_DIR",
    "LOCPATH",
];

/// True for a name that changes how programs run (`PATH`, `LD_PRELOAD`, `NODE_OPTIONS` …): exporting or running with
/// it needs a typed yes (SECURITY.md, 16).
pub fn is_dangerous_name(name: &str) -> bool {
    let Some(first) = name.bytes().next() else { return false };
    let Some((names, prefixes)) = BY_LETTER.get(usize::from(first.to_ascii_uppercase())) else { return false };
    let starts = |prefix: &&str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    names.iter().any(|known| known.eq_ignore_ascii_case(name)) || prefixes.iter().any(starts)
}

/// Names and beginnings by their first letter: an import asks for each of 100,000 lines.
static BY_LETTER: LazyLock<[(Vec<&str>, Vec<&str>); 128]> = LazyLock::new(|| {
    let begins = |letter: usize| move |known: &&str| usize::from(known.as_bytes()[0]) == letter;
    let of = |letter| {
        let names = NAMES.into_iter().filter(begins(letter)).collect();
        (names, PREFIXES.into_iter().filter(begins(letter)).collect())
    };
    std::array::from_fn(of)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_change_how_programs_run_are_known() {
        for name in [
            "LD_PRELOAD",
            "DYLD_INSERT_LIBRARIES",
            "PATH",
            "Path",
            "BASH_ENV",
            "NODE_OPTIONS",
            "PYTHONPATH",
            "PYTHONSTARTUP",
            "GIT_SSH_COMMAND",
            "RUBYOPT",
            "PERL5LIB",
            "npm_config_script_shell",
            "JAVA_TOOL_OPTIONS",
            "IFS",
            "KEYLOFT_HOME",
        ] {
            assert!(is_dangerous_name(name), "{name}");
        }
    }

    #[test]
    fn everyday_names_need_no_yes() {
        for name in
            ["GITHUB_TOKEN", "DATABASE_URL", "PORT", "APP_PATH", "NODE_ENV", "LDAP_URL", "ENVIRONMENT", "MY_PATH", ""]
        {
            assert!(!is_dangerous_name(name), "{name}");
        }
    }
}
