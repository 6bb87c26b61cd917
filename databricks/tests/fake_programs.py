"""A small program in place of local Spark."""

# It knows what to do by the first argument after `--`, or by the parameter `do` of a notebook.
PROGRAM = """
import json, signal, sys, time
at = dict(zip(sys.argv[2::2], sys.argv[3::2]))
words = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
what = words[0] if words else json.loads(at["--parameters"])["do"]
secrets = json.load(open(at["--secrets"]))
if what == "tell":
    print("told", *words, json.dumps(secrets))
    json.dump({"result": json.dumps(at, sort_keys=True)}, open(at["--result"], "w"))
elif what == "fail":
    sys.exit("ValueError: no such column")
elif what == "refuse":
    print("bad settings", file=sys.stderr)
    sys.exit(2)
else:
    def end(*_):
        print("ended in order", flush=True)
        sys.exit(143)
    signal.signal(signal.SIGTERM, end)
    print("waiting", flush=True)
    time.sleep(600)
"""
