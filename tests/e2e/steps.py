# SPDX-License-Identifier: Apache-2.0
"""What the demo and the end-to-end tests do with a package: copy, build in isolation, audit, install, run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


class StepError(Exception):
    """A command failed; the text has the command and the end of what it printed."""


def isolated_environment(wheels: Path, **extra: str) -> dict[str, str]:
    """The environment of a build: our wheels are found beside the registry, nothing of this process leaks in."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SKBUILD", "CMAKE_"))}
    env.update(PIP_FIND_LINKS=str(wheels.resolve()), UV_FIND_LINKS=str(wheels.resolve()), PIP_NO_CACHE_DIR="0", **extra)
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return env


def run(
    command: list[str | os.PathLike[str]], *, check: bool = True, **options: object
) -> subprocess.CompletedProcess[str]:
    """Runs a command and gives back its output; raises StepError when it fails and `check` is set."""
    done = subprocess.run(
        [os.fspath(part) for part in command],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        **options,  # type: ignore[call-overload]
    )
    if check and done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-60:])
        raise StepError(f"{' '.join(map(os.fspath, command))}\nexited with {done.returncode}:\n{tail}")
    return done


class Environment:
    """A virtual environment of its own."""

    def __init__(self, folder: Path, python: str = sys.executable) -> None:
        self.folder = folder
        if not (folder / "bin" / "python").exists():
            run([python, "-m", "venv", folder])
        self.python = folder / "bin" / "python"
        self.bin = folder / "bin"

    def install(self, wheels: Path, *what: str | os.PathLike[str], env: dict[str, str] | None = None) -> None:
        """Installs packages; ours and the examples' come from the folder of wheels."""
        run([self.python, "-m", "pip", "install", "-q", *what], env=env or isolated_environment(wheels))

    def script(
        self, text: str, *, check: bool = True, cwd: Path | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs Python text in it, isolated from this process' settings."""
        env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        env.update(extra)
        return run([self.python, "-c", text], check=check, env=env, cwd=cwd or self.folder)

    @property
    def site_packages(self) -> Path:
        """Where packages lie."""
        out = run([self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).stdout
        return Path(out.strip())


def our_wheel(wheels: Path) -> Path:
    """The wheel of tvm-ffi-c for this interpreter."""
    tag = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    found = sorted(wheels.glob(f"tvm_ffi_c-*-{tag}-{tag}-*.whl"))
    if not found:
        raise StepError(f"no wheel of tvm-ffi-c for {tag} in {wheels}; ./dev demo builds it")
    return found[-1]


def copy_example(name: str, folder: Path) -> Path:
    """A fresh copy of an example, so that builds never write into the repository."""
    target = folder / name
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(EXAMPLES / name, target, ignore=shutil.ignore_patterns("build-wheel", "dist", "__pycache__"))
    return target


def build_isolated(source: Path, out: Path, wheels: Path) -> Path:
    """Builds a wheel by pip, build isolation on; the requirement tvm-ffi-c comes from the folder of wheels."""
    out.mkdir(parents=True, exist_ok=True)
    run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", out, source], env=isolated_environment(wheels))
    return newest(out)


def newest(folder: Path, pattern: str = "*.whl") -> Path:
    """The file made last."""
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)


def audit(wheel: Path, out: Path) -> Path:
    """auditwheel repair with our library left outside, as the guide says."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    run(
        [sys.executable, "-m", "auditwheel", "repair", "--exclude", "libtvm_ffi.so", "-w", out, wheel],
        env={**os.environ, "PATH": path},
    )
    return newest(out)
