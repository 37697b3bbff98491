#!/usr/bin/env python3
"""Builds the firmware for every target, runs it in QEMU, reads what it logs, and measures it.

    bash .ci/firmware           run everything, and compare the figures with sizes.txt: more than 3 % more is a failure
    bash .ci/firmware --write   the same, and note the figures in sizes.txt, sizes.md and the README: on purpose, with a
                                reason

Started by .ci/firmware, which installs what it needs, and says in the environment what is where: FIRMWARE_TARGETS, and
LLVM, the ending of the names of LLVM's tools.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
TARGETS = os.environ["FIRMWARE_TARGETS"].split()
LLVM = os.environ["LLVM"]
FIGURES = HERE / "sizes.txt"
TABLE = HERE / "sizes.md"
LOGS = HERE / "logs.txt"
README = HERE.parent.parent / "README.md"

# What firmware that minds its size is built with, and what the fastest.
LEVELS = ["z", "3"]

# How much a figure may grow without anybody saying so.
TOLERANCE = 1.03

# The goals. One that has been reached is not given up again.
BARS = {
    "flash thumbv6m-none-eabi z parser": 1000,
    "flash thumbv6m-none-eabi z decoder": 2600,
    "flash thumbv6m-none-eabi z encoder": 1300,
    "ram Parser": 8,
    "ram Decoder<[u8; STORAGE]>": 48,
    "stack thumbv6m-none-eabi z parser": 200,
    "stack thumbv6m-none-eabi z decoder": 200,
    "stack thumbv6m-none-eabi z decoder-all": 200,
    "stack thumbv6m-none-eabi z encoder": 200,
}

# Firmware that is looked at, each compared with `empty`.
MEASURED = ["parser", "decoder", "decoder-all", "session", "encoder"]
# What `count` does, in its order.
COUNTED = ["parser", "decoder", "encoder"]

ARM = "qemu-system-arm -serial none -semihosting-config enable=on,target=native"
RISCV = "qemu-system-riscv32 -serial stdio -bios none -M virt"
MACHINES = {
    "thumbv6m-none-eabi": f"{ARM} -M microbit",
    "thumbv7m-none-eabi": f"{ARM} -M lm3s6965evb",
    "thumbv7em-none-eabihf": f"{ARM} -M mps2-an386",
    "riscv32imc-unknown-none-elf": RISCV,
    "riscv32imac-unknown-none-elf": RISCV,
}
NAMES = {
    "thumbv6m-none-eabi": "Cortex-M0 (thumbv6m)",
    "thumbv7m-none-eabi": "Cortex-M3 (thumbv7m)",
    "thumbv7em-none-eabihf": "Cortex-M4F (thumbv7em)",
    "riscv32imc-unknown-none-elf": "RISC-V (riscv32imc)",
    "riscv32imac-unknown-none-elf": "RISC-V (riscv32imac)",
}
# Where the instructions are counted.
COUNTED_ON = ["thumbv6m-none-eabi", "thumbv7m-none-eabi"]

# Longer than any of it takes, many times over: this is for firmware that never ends.
SECONDS = 120


def fail(why):
    sys.exit(f"error: {why}")


def build(target, level, what="", folder=None):
    """Builds the programs, or what the options say; returns the folder where they are."""
    folder = folder or BUILT / level
    command = f"cargo +debweb build --release --locked --target {target} -Z build-std=core {what}"
    print(f"-- {target}, opt-level {level} {what}".rstrip(), flush=True)
    environment = dict(
        os.environ,
        RUSTC_BOOTSTRAP="1",
        CARGO_PROFILE_RELEASE_OPT_LEVEL=level,
        # Of this package and the crate: those of others are capped by cargo.
        RUSTFLAGS="-D warnings",
        CARGO_TARGET_DIR=str(folder),
    )
    built = subprocess.run([*command.split(), "--quiet"], cwd=HERE, env=environment, check=False)
    if built.returncode != 0:
        fail(f"{target}, opt-level {level}: does not build")
    return folder / target / "release"


def emulate(target, program, *options, stderr=subprocess.STDOUT):
    """Runs a program; returns its exit status and what it wrote."""
    command = [*MACHINES[target].split(), "-nographic", "-monitor", "none", *options, "-kernel", str(program)]
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        fail(f"{target}: {program.name} does not end")
    return run.returncode, run.stdout


def lines_of(target, program, *options):
    """Runs a program; returns its exit status and the lines it printed."""
    status, output = emulate(target, program, *options)
    return status, [line for line in output.decode().splitlines() if "Timer with period zero" not in line]


def expect(target, program, last=None, *options):
    """Runs a program that is to end well, and returns the lines it printed."""
    status, lines = lines_of(target, program, *options)
    if status != 0 or not lines or (last and not lines[-1].startswith(last)):
        fail("\n".join([f"{target}: {program.name} ended with status {status}:", *lines]))
    return lines


def check(target, folder):
    """All that the firmware has to say about right and wrong."""
    for program in ["checks", "cases"]:
        print("  ", expect(target, folder / program, f"{program}: ok")[-1])
    status, lines = lines_of(target, folder / "fails")
    if status == 0 or not any("panicked" in line for line in lines):
        fail(f"{target}: this does not see firmware that fails")


def check_logs(target):
    """What the feature `defmt` logs, put into words by defmt's own tool, is what stands in logs.txt."""
    program = build(target, "z", "--features defmt --bin logs", BUILT / "defmt") / "logs"
    # On RISC-V, too, the log goes where a debugger would read it.
    options = ["-semihosting-config", "enable=on,target=native"] if target.startswith("riscv") else []
    status, log = emulate(target, program, *options, stderr=subprocess.DEVNULL)
    reader = ["defmt-print", "-e", program, "--log-format", "{s}"]
    logged = subprocess.run(reader, input=log, capture_output=True, check=True).stdout.decode()
    if status != 0 or logged != LOGS.read_text(encoding="utf-8"):
        fail(f"{target}: status {status}, and the log is not what stands in {LOGS.name}:\n{logged}")
    print(f"   logs: ok, {len(logged.splitlines())} lines")


def flash(program):
    """The code, the constants and the variables' first values, in bytes."""
    sections = subprocess.run([f"llvm-size{LLVM}", "-A", program], capture_output=True, text=True, check=True).stdout
    return sum(int(size) for size in re.findall(r"^\.(?:text|rodata|data)\S*\s+(\d+)", sections, re.MULTILINE))


def count(target, folder):
    """Instructions for a hundred bytes, of each job that `count` does."""
    program = folder / "count"
    symbols = subprocess.run([f"llvm-nm{LLVM}", program], capture_output=True, text=True, check=True).stdout
    begins, ends = (int(re.search(rf"^(\w+) T {name}$", symbols, re.MULTILINE)[1], 16) & ~1
                    for name in ["counting_begins", "counting_ends"])
    log = folder / "count.log"
    lines = expect(target, program, "bytes", "-singlestep", "-d", "exec,nochain", "-D", str(log))
    instructions = []
    counting = False
    with open(log, encoding="utf-8") as executed:
        for line in executed:
            if not line.startswith("Trace"):
                continue
            at = int(line.split("/")[1], 16)
            if at == begins:
                instructions.append(0)
                counting = True
            elif at == ends:
                counting = False
            elif counting:
                instructions[-1] += 1
    log.unlink()
    sizes = [int(size) for size in lines[-1].split()[1:]]
    if len(instructions) != len(COUNTED) or min(instructions) < max(sizes):
        fail(f"{target}: nothing was counted: {instructions}")
    return {job: round(100 * n / size) for job, n, size in zip(COUNTED, instructions, sizes, strict=True)}


def measure():
    figures = {}
    for target in TARGETS:
        for level in LEVELS:
            folder = build(target, level)
            check(target, folder)
            empty = flash(folder / "empty")
            for program in MEASURED:
                figures[f"flash {target} {level} {program}"] = flash(folder / program) - empty
            for line in expect(target, folder / "memory", "stack"):
                kind, name, size = re.fullmatch(r"(ram|stack) (.*) (\d+)", line).groups()
                if kind == "stack":
                    figures[f"stack {target} {level} {name}"] = int(size)
                elif figures.setdefault(f"ram {name}", int(size)) != int(size):
                    fail(f"{target}: {name} is not as large as elsewhere: {size}")
            if target in COUNTED_ON:
                for job, n in count(target, folder).items():
                    figures[f"instructions {target} {level} {job}"] = n
    return figures


def noted():
    if not FIGURES.exists():
        return {}
    lines = [line for line in FIGURES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {key: int(value) for key, value in (line.rsplit(" ", 1) for line in lines)}


def compare(before, now):
    """What grew, or came, or went; and the bars that were met and are not any more."""
    wrong = []
    for key, value in now.items():
        old = before.get(key)
        if old is None:
            wrong.append(f"{key}: {value}, and nothing is noted")
        elif value > old * TOLERANCE:
            wrong.append(f"{key}: {old} → {value}, {100 * value / old - 100:+.1f} %")
        elif value != old:
            print(f"   {key}: {old} → {value}")
    wrong += [f"{key}: noted, and not measured any more" for key in before if key not in now]
    for key, bar in BARS.items():
        old = before.get(key)
        if key not in now:
            wrong.append(f"{key}: not measured")
        elif now[key] > bar and old is not None and old <= bar:
            wrong.append(f"{key}: {now[key]}, and it was within the bar of {bar}")
    return wrong


def bars(now):
    for key, bar in BARS.items():
        verdict = "met" if now[key] <= bar else f"missed by {now[key] - bar}"
        print(f"   {key}: {now[key]} of {bar}, {verdict}")


def write(now):
    with open(FIGURES, "w", encoding="utf-8") as file:
        print("# Bytes, and instructions for 100 bytes; by .ci/firmware --write", file=file)
        for key, value in now.items():
            print(key, value, file=file)
    TABLE.write_text(table(now), encoding="utf-8")


def table(now):
    out = []

    def rows(head, *lines):
        out.append("| " + " | ".join(head) + " |")
        out.append("|---|" + "---:|" * (len(head) - 1))
        out.extend("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
        out.append("")

    def by_target(kind, columns, targets=TARGETS, show=str):
        rows(
            ["target"] + [f"{column}, `{level}`" for column in columns for level in LEVELS],
            *(
                [NAMES[target]]
                + [show(now[f"{kind} {target} {level} {column}"]) for column in columns for level in LEVELS]
                for target in targets
            ),
        )

    out += [
        "<!-- Made by .ci/firmware --write, from what it measures; .ci/firmware fails if a figure grows by more than 3 %. -->",
        "",
        "# Sizes on microcontrollers",
        "",
        "Built with `lto = \"fat\"`, `codegen-units = 1`, `panic = \"abort\"`, and the `opt-level` in the head of each table.",
        "",
        "## Flash",
        "",
        "Bytes of code, constants and initial values of variables, beyond firmware that only receives and sends. `decoder` has",
        "fixed storage and returns events; `decoder-all` returns all items, and sets a last event ID; `session` has a decoder, and",
        "connects, waits and reconnects. `memcpy` and similar functions count, though most firmware has them anyway.",
        "",
    ]
    by_target("flash", MEASURED)
    out += ["## RAM", "", "In bytes, on 32 bits. For a decoder, without its storage.", ""]
    rows(["type", "bytes"], *([f"`{key[4:]}`", now[key]] for key in now if key.startswith("ram ")))
    out += [
        "## Stack",
        "",
        "The maximum while one input is decoded or one event encoded, in bytes: the stack of the library, and the input and the",
        "event on the caller's stack. The decoder and its storage, which are elsewhere, don't count, and neither does the code",
        "that provides the inputs.",
        "",
    ]
    by_target("stack", MEASURED)
    out += [
        "## Instructions",
        "",
        "For each byte of the streams in `examples/streams/`, in inputs of 64 bytes, including calls and the loop around them.",
        "The encoder writes events of some sixty bytes.",
        "",
    ]
    by_target("instructions", COUNTED, COUNTED_ON, lambda n: f"{n / 100:.1f}")
    return "\n".join(out)


def readme(now):
    """The README, with these figures in the table of its section on microcontrollers."""
    before, heading, section = README.read_text(encoding="utf-8").partition("\n## On a microcontroller\n")
    if not heading:
        print("-- the README has no section on microcontrollers")
        return before
    for name, what, ram in [
        ("`Parser`", "parser", now["ram Parser"]),
        ("`Decoder` with fixed storage", "decoder", f"{now['ram Decoder<[u8; STORAGE]>']} and the storage"),
        ("`EventSource`, with its decoder", "session", f"{now['ram EventSource<[u8; STORAGE]>']} and the storage"),
        ("encoder", "encoder", "the buffer"),
    ]:
        flash, stack = (f"{now[f'{kind} thumbv6m-none-eabi z {what}']:,}" for kind in ["flash", "stack"])
        row = f"| {name} | {flash} | {ram} | {stack} |"
        section, found = re.subn(rf"^\| {re.escape(name)} \|.*$", row, section, count=1, flags=re.MULTILINE)
        if not found:
            fail(f"the README has no row `{row}`")
    return before + heading + section


def main():
    options = sys.argv[1:]
    if options not in ([], ["--write"]):
        sys.exit(__doc__)
    for target in TARGETS:
        check_logs(target)
    now = measure()
    print("-- the bars")
    bars(now)
    if options:
        write(now)
        README.write_text(readme(now), encoding="utf-8")
        print("-- written: sizes.txt, sizes.md, and the table in the README")
        return
    wrong = compare(noted(), now)
    if wrong:
        fail("\n    ".join(["not as noted in tests/firmware/sizes.txt:", *wrong]) +
             "\nIf that is on purpose: bash .ci/firmware --write, and say why in the commit.")
    if TABLE.read_text(encoding="utf-8") != table(noted()):
        fail("sizes.md is not what sizes.txt says: bash .ci/firmware --write")
    if README.read_text(encoding="utf-8") != readme(noted()):
        fail("the README's table is not what sizes.txt says: bash .ci/firmware --write")


if __name__ == "__main__":
    main()
