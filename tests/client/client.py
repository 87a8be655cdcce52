#!/usr/bin/env python3
"""An independent client: the contracts proven by somebody else's stack.

Knows nothing of this repository but the address of a service. It asks reflection (v1alpha, what grpcio speaks) for
the contracts, builds its messages from what it was told, checks health, sends one command twice, reads it back,
provokes a refusal that names its field, and subscribes to the feed until its own event comes by.

Usage: client.py HOST:PORT   (needs grpcio, grpcio-reflection, grpcio-health-checking, grpcio-status)
"""

import sys
import uuid

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status

INTAKE = "ketenstroom.intake.v1.IntakeService"
FEED = "ketenstroom.feed.v1.FeedService"


class Service:
    """A service as reflection describes it."""

    def __init__(self, channel, pool, name):
        self.channel = channel
        self.descriptor = pool.FindServiceByName(name)
        self.name = name

    def request(self, method, **fields):
        return GetMessageClass(self.descriptor.FindMethodByName(method).input_type)(**fields)

    def call(self, method, request, timeout=10):
        described = self.descriptor.FindMethodByName(method)
        answer = GetMessageClass(described.output_type)
        path = f"/{self.name}/{method}"
        stream = described.server_streaming
        kind = self.channel.unary_stream if stream else self.channel.unary_unary
        rpc = kind(path, request_serializer=lambda m: m.SerializeToString(), response_deserializer=answer.FromString)
        return rpc(request, timeout=timeout)


def check(condition, what):
    if not condition:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")


def main(address):
    channel = grpc.insecure_channel(address)
    database = ProtoReflectionDescriptorDatabase(channel)
    names = set(database.get_services())
    check({INTAKE, FEED, "grpc.health.v1.Health"} <= names, f"reflection lists the services: {sorted(names)}")
    pool = DescriptorPool(database)
    intake, feed = Service(channel, pool, INTAKE), Service(channel, pool, FEED)

    health = health_pb2_grpc.HealthStub(channel)
    for service in ["", INTAKE]:
        status = health.Check(health_pb2.HealthCheckRequest(service=service), timeout=5).status
        check(status == health_pb2.HealthCheckResponse.SERVING, f"health of {service or 'the server'} is SERVING")

    # One command, sent twice: one effect, one answer.
    made = intake.request(
        "MakeApplication", request_id=str(uuid.uuid4()), kind=1, nationality="SYR", birth_year=1990, sex=1,
        occurred_on={"year": 2025, "month": 1, "day": 1},
    )
    first, second = intake.call("MakeApplication", made), intake.call("MakeApplication", made)
    case_id = first.case.case_id
    check(case_id and first == second, "the same request has one effect and the same answer")
    read = intake.call("GetCase", intake.request("GetCase", case_id=case_id))
    check(read.case == first.case and read.case.version == 1, "the case is read back as it was answered")

    # Bad input names the field and the rule.
    wrong = intake.request("MakeApplication", request_id=str(uuid.uuid4()), kind=1, nationality="syr", birth_year=1850)
    try:
        intake.call("MakeApplication", wrong)
        sys.exit("FAILED: a wrong request was carried out")
    except grpc.RpcError as error:
        check(error.code() == grpc.StatusCode.INVALID_ARGUMENT, "a wrong request is INVALID_ARGUMENT")
        fields = set()
        for detail in rpc_status.from_call(error).details:
            bad = error_details_pb2.BadRequest()
            if detail.Unpack(bad):
                fields |= {violation.field for violation in bad.field_violations}
        check({"nationality", "occurred_on", "birth_year"} <= fields, f"it names all wrong fields: {sorted(fields)}")

    # The feed: opened, then batches that follow each other, until our own event comes by.
    subscribe = feed.request("Subscribe", subscription="client.py", earliest={}, batch_events_max=100)
    position, opened = 0, False
    for frame in feed.call("Subscribe", subscribe, timeout=30):
        kind = frame.WhichOneof("frame")
        if kind == "opened":
            opened = True
            check(len(frame.opened.log_id) == 16, "the feed opens with the identity of its log")
        if kind != "batch":
            continue
        if not opened or frame.batch.after_position != position:
            sys.exit(f"FAILED: a batch after {frame.batch.after_position} does not follow position {position}")
        position = frame.batch.through_position
        ours = [e for e in frame.batch.events if e.event.attributes["subject"].ce_string == f"asielaanvraag/{case_id}"]
        if ours:
            event = ours[0].event
            check(event.type == "nl.asielaanvragen.aangemeld.v1", "the event has its type")
            check(event.source.startswith("urn:nld:oin:"), f"its source is an OIN: {event.source}")
            check(event.proto_data.type_url.endswith("intake.v1.ApplicationMade"), "its payload is typed")
            payload = GetMessageClass(pool.FindMessageTypeByName("ketenstroom.intake.v1.ApplicationMade"))()
            check(event.proto_data.Unpack(payload) and payload.case_id == case_id, "its payload can be read")
            print("all done")
            return
    sys.exit("FAILED: the event did not come by")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
