#!/usr/bin/env python3
"""The way of two persons through the chain, call by call: one is granted and gets a home, one is rejected and leaves.

What docs/partners/one-person.md tells, as anybody's client would do it: by reflection, without a file of this repository.
Every step names its partner, its command and what the others see of it. The chain must be in simulation mode, because the
persons' days pass faster than ours; each service's operations move its clock.

    keten up --port 0 --simulation 2026-07-01
    journey.py BASE-PORT [DATE]    the port that `keten up` printed, and the day it was given (2026-07-01)

Needs grpcio, grpcio-reflection.
"""

import datetime
import sys
import time
import uuid

import grpc
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

NAMES = ["intake", "reception", "returns", "housing", "prognosis"]
# How long a fact may take to the other services.
SECONDS_MAX = 20
GRONINGEN = "GM0014"


class Service:
    """A service as reflection describes it."""

    def __init__(self, address, name):
        self.channel = grpc.insecure_channel(address)
        self.name = name
        self.descriptor = DescriptorPool(ProtoReflectionDescriptorDatabase(self.channel)).FindServiceByName(name)

    def call(self, rpc, **fields):
        described = self.descriptor.FindMethodByName(rpc)
        asked, answer = GetMessageClass(described.input_type), GetMessageClass(described.output_type)
        send = self.channel.unary_unary(
            f"/{self.name}/{rpc}",
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=answer.FromString,
        )
        return send(asked(**fields), timeout=10)


class Chain:
    def __init__(self, base, day):
        def service(at, port):
            name = NAMES[at]
            return Service(f"127.0.0.1:{port}", f"ketenstroom.{name}.v1.{name.capitalize()}Service")

        self.services = {name: service(at, base + at) for at, name in enumerate(NAMES)}
        # Operations have a port of their own.
        operations = "ketenstroom.operations.v1.OperationsService"
        self.operations = [Service(f"127.0.0.1:{base + 100 + at}", operations) for at in range(5)]
        self.day = day

    def on(self):
        return {"year": self.day.year, "month": self.day.month, "day": self.day.day}

    def today(self, day):
        """All clocks to nine in the morning of a later day."""
        self.day = day
        instant = datetime.datetime.combine(day, datetime.time(9), datetime.timezone.utc)
        # All clocks first, then what falls due: no service records a new day's event at the time of the old one.
        for one, hold in [(one, True) for one in self.operations] + [(one, False) for one in self.operations]:
            one.call("AdvanceClock", to={"seconds": int(instant.timestamp())}, hold=hold)

    def order(self, who, service, rpc, **fields):
        """A command: a request id of the caller's own, and the day on which it happened."""
        answer = self.services[service].call(rpc, request_id=str(uuid.uuid4()), occurred_on=self.on(), **fields)
        print(f"{self.day}  {who:<14} {service}.{rpc}")
        return answer

    def until(self, what, name, rpc, holds, **fields):
        """Asks until another service has heard of it: nothing is called between services, they listen."""
        end = time.monotonic() + SECONDS_MAX
        while True:
            try:
                answer = self.services[name].call(rpc, **fields)
                if holds(answer):
                    print(f"{'':<10}  {'':<14} -> {what} ({name}.{rpc})")
                    return answer
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.NOT_FOUND:
                    raise
            if time.monotonic() > end:
                sys.exit(f"FAILED: {what} did not come by")
            time.sleep(0.05)


def value(message, field, number):
    """The name of a value of a field's list."""
    return message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[number].name


def applied(chain, nationality, location):
    """From the wish to the personal interview."""
    made = chain.order("KMar", "intake", "MakeApplication", kind="APPLICATION_KIND_FIRST", nationality=nationality,
                       birth_year=1990, sex="SEX_MALE").case
    chain.until("COA expects the person", "reception", "GetStay", lambda a: a.stay.person_id, person_id=made.person_id)
    chain.order("COA", "reception", "PlacePerson", person_id=made.person_id, location_id=location)
    for rpc in ["RegisterApplication", "LodgeApplication"]:
        chain.order("IND", "intake", rpc, case_id=made.case_id)
    chain.order("IND", "intake", "AssignTrack", case_id=made.case_id, track="TRACK_PACT_REGULAR")
    chain.order("IND", "intake", "HoldInterview", case_id=made.case_id)
    return made


def granted(chain, location):
    person = applied(chain, "SYR", location)
    chain.today(chain.day + datetime.timedelta(days=30))
    chain.order("IND", "intake", "DecideApplication", case_id=person.case_id, outcome="DECISION_OUTCOME_GRANT_REFUGEE")
    chain.until("COA has a status holder", "reception", "GetStay",
                lambda a: value(a.stay, "category", a.stay.category) == "CATEGORY_STATUS_HOLDER", person_id=person.person_id)
    home = {"household_id": person.household_id}
    chain.until("the household waits for a home", "housing", "GetHousingMatch", lambda a: a.match.person_ids, **home)
    chain.order("COA", "housing", "CompleteProfile", **home)
    chain.order("COA", "housing", "LinkHousehold", municipality=GRONINGEN, **home)
    chain.order("municipality", "housing", "OfferDwelling", **home)
    chain.order("COA", "housing", "AcceptOffer", **home)
    chain.order("municipality", "housing", "HouseHousehold", kind="REALISATION_KIND_DWELLING", **home)
    chain.until("the stay has ended", "reception", "GetStay",
                lambda a: value(a.stay, "state", a.stay.state) == "STAY_STATE_ENDED", person_id=person.person_id)


def rejected(chain, location):
    person = applied(chain, "NGA", location)
    chain.today(chain.day + datetime.timedelta(days=30))
    chain.order("IND", "intake", "DecideApplication", case_id=person.case_id, outcome="DECISION_OUTCOME_REJECT_UNFOUNDED")
    chain.until("DTenV has an announced case", "returns", "GetReturnCase", lambda a: a.return_case.person_id,
                person_id=person.person_id)
    # Nobody appeals: the decision is final when the term is over, and the clock says so by itself.
    chain.today(chain.day + datetime.timedelta(days=60))
    chain.order("IND", "returns", "TransferFile", person_id=person.person_id, origin="FILE_ORIGIN_IND")
    chain.order("DTenV", "returns", "StartCase", person_id=person.person_id)
    chain.order("DTenV", "returns", "RecordDeparture", person_id=person.person_id, outcome="DEPARTURE_OUTCOME_INDEPENDENT_DTENV",
                destination="NGA")
    chain.until("the stay has ended", "reception", "GetStay",
                lambda a: value(a.stay, "state", a.stay.state) == "STAY_STATE_ENDED", person_id=person.person_id)


def main(base, day):
    chain = Chain(base, day)
    location = chain.order("COA", "reception", "OpenLocation", name="Groningen", kind="LOCATION_TYPE_AZC",
                           municipality=GRONINGEN, places=10, small_because="an example").location.location_id
    # The minister's target of the half-year, over the municipalities by inhabitants.
    chain.order("minister", "housing", "SetTarget", half="2026-II", national=10,
                municipalities=[{"municipality": GRONINGEN, "inhabitants": 240000, "opening": 0}])
    granted(chain, location)
    rejected(chain, location)
    print("all done")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(int(sys.argv[1]), datetime.date.fromisoformat(sys.argv[2] if len(sys.argv) == 3 else "2026-07-01"))
