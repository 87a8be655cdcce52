#!/usr/bin/env python3
"""A client with generated stubs: that they can be made, imported beside Python's own `io`, and used.

Usage: stubs.py HOST:PORT   of intake (needs grpcio, grpcio-tools)
"""

import importlib
import io
import pathlib
import sys
import tempfile
import uuid

import grpc

# No folder of compiled files beside the sources.
sys.dont_write_bytecode = True
from generate import generate  # noqa: E402

PACKAGE = "ketenstroom_stubs"


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")


def main(address):
    with tempfile.TemporaryDirectory() as folder:
        out = generate(folder, PACKAGE)
        sys.path.insert(0, folder)
        modules = sorted(path.relative_to(folder) for path in out.rglob("*_pb2*.py"))
        for path in modules:
            importlib.import_module(".".join(path.with_suffix("").parts))
        check(len(modules) > 10, f"all {len(modules)} generated modules can be imported")
        check(io.StringIO("a").read() == "a" and not hasattr(io, "cloudevents"), "Python's own io is as it was")
        loose = [p for p in pathlib.Path(folder).rglob("*.py") if "from io." in p.read_text() or "import ketenstroom." in p.read_text()]
        check(not loose, "no generated module asks for a package outside")

        base = f"{PACKAGE}.ketenstroom"
        intake = importlib.import_module(f"{base}.intake.v1.intake_service_pb2")
        intake_grpc = importlib.import_module(f"{base}.intake.v1.intake_service_pb2_grpc")
        common = importlib.import_module(f"{base}.common.v1.common_pb2")
        feed = importlib.import_module(f"{base}.feed.v1.feed_service_pb2")
        feed_grpc = importlib.import_module(f"{base}.feed.v1.feed_service_pb2_grpc")
        channel = grpc.insecure_channel(address)
        made = intake.MakeApplicationRequest(
            request_id=str(uuid.uuid4()), kind=1, nationality="SYR", birth_year=1990, sex=1,
            occurred_on=common.CivilDate(year=2025, month=1, day=1),
        )
        case = intake_grpc.IntakeServiceStub(channel).MakeApplication(made, timeout=10).case
        check(case.case_id and case.version == 1, "a command is carried out")
        request = feed.SubscribeRequest(subscription="stubs.py", earliest=feed.Earliest(), batch_events_max=100)
        for frame in feed_grpc.FeedServiceStub(channel).Subscribe(request, timeout=30):
            events = [e.event for e in frame.batch.events]
            ours = [e for e in events if e.attributes["subject"].ce_string == f"asielaanvraag/{case.case_id}"]
            if ours:
                check(ours[0].DESCRIPTOR.full_name == "io.cloudevents.v1.CloudEvent", "its event is a CloudEvent")
                print("all done")
                return
        sys.exit("FAILED: the event did not come by")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
