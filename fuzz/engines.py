# SPDX-License-Identifier: Apache-2.0
"""The two fuzzers: how a target is built for each, run, and what is read from its output."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from catalog import ROOT, corpora

# Where programs, crashes and work folders go. TVM_FFI_FUZZ_BUILD: another place.
BUILD = Path(os.environ.get("TVM_FFI_FUZZ_BUILD", ROOT / "build" / "fuzz"))
MAX_LEN = 4096


class Result:
    """What a run came to."""

    def __init__(self, engine, executions=0, rate=0, coverage="", crashes=(), words=""):
        self.engine, self.executions, self.rate, self.coverage = engine, executions, rate, coverage
        self.crashes, self.words = list(crashes), words

    def line(self):
        found = f"{len(self.crashes)} crashes" if self.crashes else "no crash"
        return f"{self.engine}: {self.executions} executions, {self.rate}/s, {self.coverage}{found}"


def configure(source, folder, compilers, settings, env):
    command = ["cmake", "-S", source, "-B", folder, "-DTVM_FFI_BUILD_TESTS=ON", "-DTVM_FFI_WERROR=OFF"]
    command += [f"-DCMAKE_C_COMPILER={compilers[0]}", f"-DCMAKE_CXX_COMPILER={compilers[1]}", *settings]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)


def make(folder, name, env):
    command = ["cmake", "--build", folder, "--target", f"fuzz_{name}", "--parallel", os.environ.get("JOBS", "2")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=env)
    if done.returncode != 0:
        raise SystemExit(done.stdout[-6000:])
    return folder / "fuzz" / f"fuzz_{name}"


class LibFuzzer:
    """clang's own fuzzer, with address and undefined-behaviour sanitizers."""

    name = "libFuzzer"

    def __init__(self, source=ROOT, build=None):
        self.source = source
        self.build = build or BUILD / "libfuzzer"

    def program(self, name):
        compilers = (os.environ.get("CC", "clang-19"), os.environ.get("CXX", "clang++-19"))
        settings = ["-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DTVM_FFI_FUZZ_ENGINE=libfuzzer"]
        settings += ["-DTVM_FFI_SANITIZE=address,undefined"]
        configure(self.source, self.build, compilers, settings, None)
        return make(self.build, name, None)

    def fuzz(self, name, seconds, fresh, folders, artifacts):
        """Finds go to `fresh`, inputs that fail to `artifacts`."""
        program = self.program(name)
        artifacts.mkdir(parents=True, exist_ok=True)
        options = ["-use_value_profile=1", "-timeout=5", "-rss_limit_mb=1024", "-malloc_limit_mb=256"]
        options += [f"-max_len={MAX_LEN}", f"-max_total_time={seconds}", f"-artifact_prefix={artifacts}/"]
        options += ["-print_final_stats=1"]
        dictionary = ROOT / "fuzz/dict" / f"{name}.dict"
        if dictionary.exists():
            options.append(f"-dict={dictionary}")
        command = [program, *options, fresh, *folders]
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        words = run.stdout.decode(errors="replace")
        stats = dict(re.findall(r"stat::(\w+):\s+(\d+)", words))
        covered = re.findall(r"cov: (\d+) ft: (\d+)", words)
        crashes = re.findall(r"Test unit written to (\S+)", words)
        if run.returncode != 0 and not crashes:
            raise SystemExit(f"{program} ended with {run.returncode}\n{words[-4000:]}")
        return Result(
            self.name,
            stats.get("number_of_executed_units", "?"),
            stats.get("average_exec_per_sec", "?"),
            f"coverage {covered[-1][0]}, features {covered[-1][1]}, " if covered else "",
            crashes,
            words,
        )

    def merge(self, name, into, folders):
        """Adds to `into` what of `folders` reaches something new."""
        # By edges alone: how often each is taken would keep hundreds of inputs that differ in nothing else.
        command = [self.program(name), "-merge=1", "-use_counters=0", f"-max_len={MAX_LEN}", into, *folders]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        if done.returncode != 0:
            raise SystemExit(done.stderr[-4000:])

    def commands(self, name, crash):
        program = self.build / "fuzz" / f"fuzz_{name}"
        return (
            f"  reproduce: {program} {crash}",
            f"  minimise:  {program} -minimize_crash=1 -runs=100000 -exact_artifact_path={crash}.min {crash}",
        )


class Afl:
    """AFL++ in persistent mode, with comparison logging by a second program."""

    name = "AFL++"
    settings = ("-DCMAKE_BUILD_TYPE=Release", "-DTVM_FFI_FUZZ_ENGINE=afl")

    def program(self, name, kind="afl"):
        env = dict(os.environ, AFL_QUIET="1")
        if kind == "cmplog":
            env["AFL_LLVM_CMPLOG"] = "1"
        # Caches of compilers do not know what the environment decides.
        env.pop("CMAKE_C_COMPILER_LAUNCHER", None)
        env.pop("CMAKE_CXX_COMPILER_LAUNCHER", None)
        folder = BUILD / kind
        configure(ROOT, folder, ("afl-clang-fast", "afl-clang-fast++"), self.settings, env)
        return make(folder, name, env)

    def fuzz(self, name, seconds, fresh, folders, artifacts):
        program, cmplog = self.program(name), self.program(name, "cmplog")
        artifacts.mkdir(parents=True, exist_ok=True)
        env = dict(os.environ)
        for flag in ("SKIP_CPUFREQ", "I_DONT_CARE_ABOUT_MISSING_CRASHES", "NO_UI", "NO_AFFINITY", "BENCH_UNTIL_CRASH"):
            env[f"AFL_{flag}"] = "1"
        with tempfile.TemporaryDirectory() as work:
            inputs = Path(work) / "in"
            inputs.mkdir()
            for folder in folders:
                for file in Path(folder).iterdir():
                    if file.stat().st_size:
                        shutil.copy(file, inputs / f"{folder.name}-{file.name}")
            command = [
                "afl-fuzz",
                "-i",
                inputs,
                "-o",
                Path(work) / "out",
                "-V",
                str(seconds),
                "-m",
                "none",
                "-t",
                "5000",
            ]
            dictionary = ROOT / "fuzz/dict" / f"{name}.dict"
            if dictionary.exists():
                command += ["-x", dictionary]
            command += ["-c", cmplog, "--", program]
            run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env=env)
            words = run.stdout.decode(errors="replace")
            return self.collect(Path(work) / "out/default", fresh, artifacts, words)

    def collect(self, out, fresh, artifacts, words):
        if not (out / "fuzzer_stats").exists():
            raise SystemExit(f"afl-fuzz did not start\n{words[-4000:]}")
        stats = dict(re.findall(r"(\w+)\s*: (.*)", (out / "fuzzer_stats").read_text()))
        for file in (out / "queue").glob("id:*"):
            shutil.copy(file, fresh / file.name.replace(":", "_").replace(",", "_"))
        crashes = []
        for kind in ("crashes", "hangs"):
            for file in (out / kind).glob("id:*"):
                crashes.append(artifacts / f"afl-{kind}-{file.name[3:9]}")
                shutil.copy(file, crashes[-1])
        rate = float(stats.get("execs_per_sec", 0))
        coverage = f"map {stats.get('bitmap_cvg', '?')}, "
        return Result(self.name, stats.get("execs_done", "?"), round(rate), coverage, crashes, words)

    def commands(self, name, crash):
        program = BUILD / "afl" / "fuzz" / f"fuzz_{name}"
        return (
            f"  reproduce: {program} {crash}",
            f"  minimise:  afl-tmin -i {crash} -o {crash}.min -- {program}",
        )


def existing(name):
    """Corpus folders that a fuzzer starts from."""
    folders = corpora(name)
    if not folders:
        raise SystemExit(f"corpus/{name} is empty")
    return folders
