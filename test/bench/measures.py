"""What is measured of one kernel; each measure starts a fresh process. Times are in ms, memory in MB."""

import re
import time

from process import Gone, Kernel


def milliseconds(outcome):
    return outcome.elapsed * 1000


def must(outcome):
    if outcome.reply["status"] != "ok":
        raise Gone(f"fails: {outcome.reply.get('ename')}")
    return outcome


def settle(spec):
    """Starts a kernel once, unmeasured, and lets it run a while: what an update leaves to the first start is done."""
    try:
        kernel = Kernel(spec)
        kernel.run(spec["code"]["define"].replace("SEED", "0"))
        kernel.run(spec["code"]["use"], result=True)
        time.sleep(3)
        kernel.close()
    except Gone:
        pass


def basics(spec, kernel, sizes):
    code = spec["code"]
    yield "start", kernel.start * 1000
    for _ in range(20):
        kernel.run("1+1", result=True)
    yield "trip", [milliseconds(kernel.run("1+1", result=True)) for _ in range(min(sizes["trips"], spec.get("most", 10**6)))]
    kernel.run(code["define"].replace("SEED", "0"))
    define, use = [], []
    for seed in range(1, sizes["cells"] + 1):
        define.append(milliseconds(must(kernel.run(code["define"].replace("SEED", str(seed))))))
        use.append(milliseconds(must(kernel.run(code["use"], result=True))))
    yield "define", define
    yield "use", use
    kernel.run(code["closure"][0])
    kernel.run(code["closure"][1])
    seen = kernel.run(code["closure"][2], result=True).result
    yield "closures", seen is not None and "2" in seen
    thrown = kernel.run(code["fail"])
    shown = "\n".join((thrown.error or {}).get("traceback", []))
    yield "places", code["failing"] in plain(shown)


def plain(text):
    """Without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def display(spec, kernel, sizes):
    outcome = must(kernel.run(spec["code"]["display"], timeout=20, displayed=20 * 2**20))
    if outcome.displayed < 20 * 2**20:
        raise Gone(f"{outcome.displayed} characters arrive")
    yield "display", milliseconds(outcome)


def complete(spec, kernel, sizes):
    # Each question is another text, so that no answer is one that was kept.
    for i in range(5):
        kernel.complete(f"[1,2,{i}].")
    times, content = [], {}
    for i in range(sizes["completions"]):
        seconds, content = kernel.complete(f"[1,2,{i + 10}].")
        times.append(seconds * 1000)
    if not content.get("matches"):
        raise Gone("none")
    yield "complete", times
    entries = content.get("metadata", {}).get("_jupyter_types_experimental", [])
    typed = any(entry.get("signature") or entry.get("type") not in (None, "", "<unknown>") for entry in entries)
    documented = any(entry.get("documentation") for entry in entries)
    yield "completeShows", "types, docs" if typed and documented else "types" if typed else "names"


def lines(spec, kernel, sizes):
    count = sizes["lines"]
    try:
        outcome = kernel.run(spec["code"]["lines"].replace("COUNT", str(count)), timeout=20, lines=count, patience=1)
        yield "arrived", outcome.lines
        if outcome.lines == count:
            yield "lines", milliseconds(outcome)
    finally:
        if kernel.process.poll() is None:
            yield "peak", kernel.peak()


def interrupts(name):
    def measure(spec, kernel, sizes):
        must(kernel.run(spec["code"]["keep"]))
        for _ in range(sizes["interrupts"]):
            asked = []

            def stop(asked=asked):
                # Let it settle in its loop, or in its wait.
                time.sleep(0.03)
                asked.append(time.perf_counter())
                kernel.interrupt()

            outcome = kernel.run(spec["code"][name], timeout=4, started=stop)
            if not asked:
                raise Gone("gives no output")
            yield name, [(outcome.replied - asked[0]) * 1000]
        kept = kernel.run(spec["code"]["kept"], result=True, timeout=4).result
        yield f"{name}Kept", kept is not None and "kept" in kept

    return measure


def memory(name, cell):
    def measure(spec, kernel, sizes):
        figures, own = [kernel.resident()], [kernel.own()]
        # Once the cells that the figure is for, and once more: by then a kernel has compiled what it runs itself, and what still
        # grows is what each cell leaves behind.
        for again in range(2):
            for i in range(sizes["memory"]):
                must(kernel.run(spec["code"][cell].replace("SEED", str(again * sizes["memory"] + i)), result=True))
            figures.append(kernel.resident())
            own.append(kernel.own())
        yield name, figures
        yield f"{name}Own", own

    return measure


measures = {
    "basics": basics,
    "display": display,
    "complete": complete,
    "lines": lines,
    "loop": interrupts("loop"),
    "pending": interrupts("pending"),
    "flat": memory("flat", "same"),
    "growing": memory("growing", "growing"),
}


def measure(name, spec, sizes, write):
    """Writes the samples of one measure of one kernel, or how the kernel failed."""
    kernel = None
    try:
        kernel = Kernel(spec)
        for row, value in measures[name](spec, kernel, sizes):
            write(kernel=spec["name"], measure=name, row=row, value=value)
    except Gone as why:
        write(kernel=spec["name"], measure=name, failed=str(why))
    finally:
        if kernel is not None:
            kernel.close()
