//! Starts `qdc lsp` for Zed: the `qdc` of the settings (`lsp.qdc.binary`), else the one on the PATH.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{serde_json, Command, Extension, LanguageServerId, Result, Worktree};

struct Qdc;

impl Extension for Qdc {
    fn new() -> Self {
        Self
    }

    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree)?.binary;
        let (path, arguments, env) =
            binary.map_or((None, None, None), |binary| (binary.path, binary.arguments, binary.env));
        let command = path.or_else(|| worktree.which("qdc")).ok_or(
            "没有找到 qdc：请先安装 qdc，并让它在 PATH 里。\
             qdc was not found: install it, and put it on the PATH.",
        )?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_owned()]),
            env: worktree.shell_env().into_iter().chain(env.unwrap_or_default()).collect(),
        })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        // The server asks for its settings under its own name.
        Ok(settings.map(|settings| serde_json::json!({ "qdc": settings })))
    }
}

zed_extension_api::register_extension!(Qdc);
