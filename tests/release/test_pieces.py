"""The pieces for CI, run as their hosts run them, with what docs/ci.md says word for word."""

import fnmatch
import json
import os
import re
import shutil
import unittest
from pathlib import Path

from common import BAD, GOOD, QDC, ROOT, UNTIDY, VERSION, Scratch, blocks, dist, package, run, sources, yaml


class Schemas(Scratch):
    def valid(self, schema, *files):
        run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)

    def test_the_action(self):
        self.valid("github-actions", ROOT / "action.yml")

    def test_the_workflow_of_the_documentation(self):
        for at, text in enumerate(blocks("ci.md", "GitHub", "yaml")):
            self.valid("github-workflows", self.write(f"{at}.yml", text))

    def test_the_gitlab_template_and_how_it_is_included(self):
        self.valid("gitlab-ci", ROOT / "docs/ci/gitlab.yml")
        for at, text in enumerate(blocks("ci.md", "GitLab", "yaml")):
            self.valid("gitlab-ci", self.write(f"{at}.yml", text))

    def test_the_hooks_and_how_they_are_used(self):
        run("pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
        for at, text in enumerate(blocks("ci.md", "pre-commit", "yaml")):
            run("pre-commit", "validate-config", self.write(f"{at}.yaml", text))


class Action(Scratch):
    """Runs the steps of action.yml as a runner does: inputs are put into `env`, each script is a file that bash runs."""

    def act(self, code=0, **inputs):
        action = yaml((ROOT / "action.yml").read_text())
        temp = self.work.parent / "temp"
        temp.mkdir(exist_ok=True)
        values = {"runner.temp": str(temp)}
        for name, about in action["inputs"].items():
            values[f"inputs.{name}"] = inputs.pop(name, about["default"])
        self.assertEqual(inputs, {})
        fill = lambda text: re.sub(r"\$\{\{ *(\S+) *\}\}", lambda found: values[found[1]], text)

        said = ""
        for at, step in enumerate(action["runs"]["steps"]):
            # What is pasted into a script could be a command.
            self.assertNotIn("${{", step["run"])
            script, output = temp / f"{at}.sh", temp / f"{at}.out"
            script.write_text(step["run"])
            output.touch()
            last = at == len(action["runs"]["steps"]) - 1
            env = {name: fill(value) for name, value in step["env"].items()}
            said += self.run_here(
                "bash", "--noprofile", "--norc", "-eo", "pipefail", script, code=code if last or code == 2 else 0,
                GITHUB_ACTION_PATH=ROOT, GITHUB_OUTPUT=output, **env,
            )
            if code == 2 and not last:
                return said
            for line in output.read_text().splitlines():
                name, value = line.split("=", 1)
                values[f"steps.{step['id']}.outputs.{name}"] = value
        return said

    def test_the_workflow_of_the_documentation(self):
        [workflow] = blocks("ci.md", "GitHub", "yaml")
        [step] = [step for step in yaml(workflow)["jobs"]["check"]["steps"] if step["uses"].startswith("OWNER/qdc")]
        self.assertEqual(step["uses"], f"OWNER/qdc@v{VERSION}")
        self.write("contracts/good.qdc", GOOD)
        self.write("elsewhere/bad.qdc", BAD)
        inputs = {**step["with"], "from": str(dist())}
        self.assertIn(f"qdc {VERSION}", self.act(**inputs))
        self.write("contracts/坏 bad.qdc", BAD)
        self.assertRegex(self.act(code=1, **inputs), r"(?m)^::error .*file=contracts/坏 bad\.qdc.*line=8.*::.*singer")

    def test_a_program_that_is_there_already(self):
        self.write("good.qdc", GOOD)
        self.assertIn(f"qdc {VERSION}", self.act(binary=str(QDC)))
        self.with_qdc()
        self.assertIn(f"qdc {VERSION}", self.act())

    def test_without_a_program_it_says_what_to_set(self):
        # A PATH with the tools of the scripts but without a qdc of the machine's.
        for tool in ["bash", "sh", "cat"]:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.env["PATH"] = str(self.bin)
        self.assertIn("::error::There is no qdc here", self.act(code=2))

    def test_paths_and_arguments_are_one_a_line_and_never_commands(self):
        self.with_qdc()
        self.write("租赁 合同.qdc", GOOD)
        self.write("$(touch pwned).qdc", GOOD.replace("LEASE-1", "LEASE-2"))
        self.act(paths="租赁 合同.qdc\n$(touch pwned).qdc\n")
        self.assertFalse((self.work / "pwned").exists())
        # A hint, which only an argument makes an error.
        self.write("weekend.qdc", GOOD.replace("in 30d", "2026-01-10"))
        self.act(paths="weekend.qdc", args="--now\n2026-01-05")
        self.act(code=1, paths="weekend.qdc", args="--now\n2026-01-05\n--deny=deadline-holiday")


class GitLab(Scratch):
    def job(self, at):
        """The job that a project gets which includes the template as the documentation says."""
        [template, project] = [yaml((ROOT / "docs/ci/gitlab.yml").read_text()), yaml(blocks("ci.md", "GitLab", "yaml")[at])]
        [include] = project["include"]
        self.assertEqual(ROOT / include["file"], ROOT / "docs/ci/gitlab.yml")
        self.assertEqual(include["ref"], f"v{VERSION}")
        base, over = template["qdc"], project["qdc"]
        return {**base, **over, "variables": {**base["variables"], **over.get("variables", {})}}

    def start(self, job, code=0):
        script = "\n".join([*job.get("before_script", []), *job["script"]])
        return self.shell(script, code=code, **job["variables"])

    def report(self):
        return json.loads((self.work / "gl-code-quality-report.json").read_text())

    def test_with_the_image(self):
        self.with_qdc()
        job = self.job(0)
        self.assertEqual(job["image"], {"name": "$QDC_IMAGE", "entrypoint": [""]})
        self.assertEqual(job["variables"]["QDC_IMAGE"], f"ADDRESS/qdc:{VERSION}")
        self.write("contracts/good.qdc", GOOD)
        self.start(job)
        self.assertEqual(self.report(), [])
        self.write("contracts/bad.qdc", BAD)
        self.assertIn("singer", self.start(job, code=1))
        [finding] = self.report()
        self.assertEqual(finding["location"]["path"], "contracts/bad.qdc")
        self.assertIn("fingerprint", finding)

    def test_that_qdc_could_not_run_fails_the_job_at_once(self):
        self.with_qdc()
        job = self.job(0)
        job["variables"]["QDC_ARGS"] = "--no-such-option"
        self.assertEqual(self.start(job, code=1).count("--no-such-option"), 1)

    def test_without_an_image(self):
        tools = self.work / "tools/qdc"
        tools.mkdir(parents=True)
        for file in [ROOT / "install.sh", dist() / "SHA256SUMS", package("qdc-*.tar.gz")]:
            shutil.copy(file, tools)
        self.write("contracts/good.qdc", GOOD)
        job = self.job(1)
        self.assertEqual(job["image"], "debian:bookworm-slim")
        # The image's /usr/local; here not the machine's.
        job["before_script"] = [line.replace("/usr/local", str(self.bin.parent).replace(" ", "\\ ")) for line in job["before_script"]]
        self.assertIn(f"qdc {VERSION} is installed", self.start(job))
        self.assertEqual(self.report(), [])


class PreCommit(Scratch):
    def config(self, at):
        """The documentation's configuration, with this checkout for the repository."""
        text = blocks("ci.md", "pre-commit", "yaml")[at]
        if "OWNER/qdc" in text:
            self.assertIn(f"rev: v{VERSION}", text)
            hooks = self.work.parent / "hooks"
            for name in sources():
                (hooks / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, hooks / name)
            self.repository(hooks)
            run("git", "-C", hooks, "tag", f"v{VERSION}", env=self.env)
            text = text.replace("https://github.com/OWNER/qdc", str(hooks))
        self.write(".pre-commit-config.yaml", text)
        self.write("good.qdc", GOOD)
        self.repository(self.work)

    def commit(self, code=0):
        """What a commit of everything meets."""
        self.run_here("git", "add", "--all")
        return self.run_here("pre-commit", "run", "--color=never", code=code)

    def holds(self, formats=True):
        self.write("more.qdc", GOOD.replace("LEASE-1", "LEASE-2"))
        self.assertIn("Passed", self.commit())
        self.write("坏 bad.qdc", BAD.replace("LEASE-1", "LEASE-3"))
        self.assertIn("unknown-keyword", self.commit(code=1))
        (self.work / "坏 bad.qdc").unlink()
        if formats:
            self.write("untidy.qdc", UNTIDY.replace("LEASE-1", "LEASE-4"))
            self.assertIn("files were modified by this hook", self.commit(code=1))
            self.assertEqual((self.work / "untidy.qdc").read_text(), GOOD.replace("LEASE-1", "LEASE-4"))
            self.commit()
        # Other files are not its business.
        self.write("note.txt", BAD)
        self.commit()

    def test_hooks_that_pre_commit_builds(self):
        self.config(0)
        if not os.environ.get("QDC_TEST_SLOW"):
            # The command that pre-commit builds with, except that the program is built already.
            self.command("cargo", f"""#!/usr/bin/env python3
import os, shutil, sys
words = sys.argv[1:]
assert words[0] == "install" and words[words.index("--path") + 1] == ".", words
assert os.path.exists("Cargo.toml"), os.getcwd()
folder = os.path.join(words[words.index("--root") + 1], "bin")
os.makedirs(folder)
shutil.copy({str(QDC)!r}, os.path.join(folder, 'qdc'))
""")
        else:
            # Compiled as it will be, only sooner.
            self.env |= {"CARGO_PROFILE_RELEASE_OPT_LEVEL": "0", "CARGO_PROFILE_RELEASE_LTO": "false",
                         "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "256",
                         "CARGO_HOME": os.environ.get("CARGO_HOME", os.path.expanduser("~/.cargo")),
                         "RUSTUP_HOME": os.environ.get("RUSTUP_HOME", os.path.expanduser("~/.rustup"))}
        self.holds()

    def test_the_wheel_from_an_index(self):
        self.config(1)
        # An index of a company has setuptools too, which pre-commit wants for every hook of this kind.
        self.env["PIP_FIND_LINKS"] = f"{dist()} {os.environ['QDC_TEST_WHEELS']}"
        self.holds(formats=False)

    def test_hooks_with_the_qdc_that_is_installed(self):
        self.config(2)
        self.with_qdc()
        self.holds()


class Docker(Scratch):
    def instructions(self):
        text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
        return [line.split() for line in text.splitlines() if line and not line.startswith("#")]

    def context(self):
        """What reaches the build: the sources without what .dockerignore names."""
        ignored = [line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().splitlines()]
        part = lambda name: any(fnmatch.fnmatch(folder, each) for folder in Path(name).parts for each in ignored)
        return [name for name in sources() if not part(name)]

    def test_hadolint_has_nothing_to_say(self):
        run("hadolint", ROOT / "Dockerfile")

    def test_what_is_copied_is_there(self):
        context = self.context()
        for command, *words in self.instructions():
            if command == "COPY" and not words[0].startswith("--from"):
                for name in words[:-1]:
                    self.assertTrue(name == "." or name in context, name)

    def test_cargo_finds_all_that_it_needs_in_the_context(self):
        for name in self.context():
            (self.work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.work / name)
        run("cargo", "metadata", "--locked", "--format-version=1", cwd=self.work)
        self.assertTrue((self.work / "grammar/qdc.pest").exists())

    def test_it_compiles_with_a_rust_that_is_new_enough(self):
        [least] = re.findall(r'^rust-version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.M)
        self.assertIn(["FROM", f"rust:{least}-slim-bookworm", "AS", "build"], self.instructions())

    def test_the_program_does_not_run_as_root(self):
        self.assertEqual([words[1] for words in self.instructions() if words[0] == "USER"], ["10001"])


class Everywhere(unittest.TestCase):
    def scripts(self):
        for name in sources():
            with (ROOT / name).open("rb") as file:
                if re.match(rb"#!.*\b(ba)?sh\b", file.readline()):
                    yield ROOT / name

    def test_shellcheck_has_nothing_to_say(self):
        scripts = list(self.scripts())
        self.assertIn(ROOT / "install.sh", scripts)
        self.assertIn(ROOT / "tests/release/run", scripts)
        for script in scripts:
            run("bash", "-n", script)
        run("shellcheck", *scripts)

    def test_no_file_says_another_version_than_cargo(self):
        said = re.compile(
            r"""(?: qdc(?:[-_]cli)?(?:-linux-x64-glibc)? [-_=@:\s]{1,2} | \brev:\s* | \bref:\s* ) v? (\d+\.\d+\.\d+)""", re.X
        )
        pages = [name for name in sources() if name.endswith((".md", ".yml", ".yaml", ".toml", ".json", "Dockerfile", ".sh", ".js"))]
        found = {}
        for name in pages:
            if name.startswith(("docs/", "release/", "README")) or "/" not in name:
                for version in said.findall((ROOT / name).read_text()):
                    found.setdefault(version, []).append(name)
        self.assertEqual(set(found), {VERSION}, found)
        # Where a tool takes it from Cargo.toml, it may not stand at all.
        self.assertIn('dynamic = ["version"]', (ROOT / "pyproject.toml").read_text())
        for name in sources():
            if name.startswith("release/"):
                self.assertNotIn(VERSION, (ROOT / name).read_text(), name)
        short = re.findall(r'qdc = \{ version = "(.+?)"', "".join((ROOT / page).read_text() for page in ["README.md", "README.zh-CN.md"]))
        for version in short:
            self.assertTrue(VERSION.startswith(version), version)
