"""Interleaved rounds: every server in every scenario, in random order, on its own core."""

import json
import random
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from bench.sync.building import BUILD, LOAD
from bench.sync.profile import profiled
from bench.sync.scenarios import COMPARED, SCENARIOS, Scenario
from bench.sync.servers import CONTENDERS, LOAD_CORE, Contender

RUN_SECONDS = 300

Phase = dict[str, Any]
Run = dict[str, Phase]  # one run of the generator: what it said of each phase
Runs = dict[tuple[str, str], list[Run]]  # by scenario and server, one a round


def measure_run(scenario: Scenario, server: Contender) -> Run:
    """Run the load generator once against a server that has started.

    Raises:
        RuntimeError: the generator gave up; its words are in the text.
    """
    with tempfile.NamedTemporaryFile("w", dir=BUILD, suffix=".names") as names:
        documents = server.names(scenario.documents, scenario.rooms)
        names.write("".join(f"{name}\n" for name in documents))
        names.flush()
        done = subprocess.run(
            [
                *("taskset", "-c", LOAD_CORE, LOAD),
                f"--port={server.port}",
                f"--dialect={server.dialect}",
                f"--path={server.path}",
                f"--token={server.token}",
                f"--names={names.name}",
                f"--pid={server.process.pid}",
                *scenario.options,
            ],
            capture_output=True,
            text=True,
            timeout=RUN_SECONDS,
            check=False,
        )
    if done.returncode != 0:
        raise RuntimeError(f"{server.name}: {done.stderr.strip()[:500]} {done.stdout[-500:]}")
    phases = [json.loads(line) for line in done.stdout.splitlines()]
    return {phase["phase"]: phase for phase in phases}


def interleave(
    names: Sequence[str], rounds: int, only: Sequence[str] = (), profile: bool = False
) -> Runs:
    """Measure scenarios, a round at a time, with the servers of each in random order.

    `only` names the servers; without it ours and Hocuspocus, and in the first round the others.
    `profile` samples ours meanwhile, which costs it time: the figures are then not comparable.
    """
    runs: Runs = defaultdict(list)
    for number in range(rounds):
        for name in names:
            scenario = SCENARIOS[name]
            beside = () if number else scenario.beside
            contenders = list(only or (*COMPARED, *beside))
            for contender in random.sample(contenders, len(contenders)):
                ours = contender.startswith("tongwen")
                with CONTENDERS[contender](scenario.settings if ours else None) as server:
                    watch = profiled(server.process.pid) if profile and ours else nullcontext()
                    with watch:
                        run = measure_run(scenario, server)
                runs[name, contender].append(run)
                print(f"{name:10} {contender:14} {brief(run)}", flush=True)
    return runs


def brief(run: Run) -> str:
    """Say a run on one line."""
    said = []
    for name, phase in run.items():
        if name == "edits":
            said.append(
                f"{phase['cpu_us_per_edit']:.0f} µs/edit (loop {phase['loop_us_per_edit']:.0f}),"
                f" p50 {phase['p50_ms']:.2f} p99 {phase['p99_ms']:.2f} ms,"
                f" saved p50 {phase['ack_p50_ms']:.2f} p99 {phase['ack_p99_ms']:.2f} ms, delivered"
                f" {phase['delivered'] / max(1, phase['expected']):.1%},"
                f" statuses {phase['acknowledged']}/{phase['edits']}"
            )
        elif name == "idle":
            said.append(
                f"{phase['bytes_per_peer'] / 1024:.1f} KiB/connection,"
                f" {phase['bytes_per_room'] / 1024:.1f} KiB/room,"
                f" idle CPU {phase['cpu_s'] * 1000:.0f} ms"
            )
        else:
            said.append(
                f"{name} {phase['synced']}: p50 {phase['sync_p50_ms']:.1f} ms,"
                f" CPU {phase['cpu_s'] * 1000:.0f} ms, {phase['seconds']:.2f} s"
            )
    return " | ".join(said)
