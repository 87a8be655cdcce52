#!/usr/bin/env python3
"""Generates Python stubs of the contracts into a package of their own.

The contracts hold CloudEvents' package `io.cloudevents.v1`. What protoc makes of it is imported as `io.cloudevents.v1...`,
and `io` is Python's own module: the import fails ("'io' is not a package"), or a folder `io` before it on the path breaks
Python itself. So everything goes into a package (`ketenstroom_stubs` unless told otherwise), and every import of a
generated module gets that package in front. The messages keep their names on the wire.

Usage: generate.py FOLDER [PACKAGE]   (needs grpcio-tools; the protos of this repository, or those in $KETEN_PROTO)

    python tests/client/generate.py build
    PYTHONPATH=build python -c 'from ketenstroom_stubs.ketenstroom.intake.v1 import intake_service_pb2_grpc'
"""

import os
import pathlib
import re
import sys

import grpc_tools
from grpc_tools import protoc

# `from io.cloudevents.v1 import x as y` and `import ketenstroom.common.v1.common_pb2 as y`, at the start of a line.
IMPORT = re.compile(r"^(from|import) (io\.cloudevents|ketenstroom)\b", re.MULTILINE)


def generate(folder, package="ketenstroom_stubs", proto=None):
    here = pathlib.Path(__file__).resolve().parent
    proto = pathlib.Path(proto or os.environ.get("KETEN_PROTO") or here.parent.parent / "proto")
    files = sorted(str(path.relative_to(proto)) for path in proto.rglob("*.proto"))
    if not files:
        sys.exit(f"{proto} holds no protos")
    if not package.isidentifier() or package in sys.stdlib_module_names:
        sys.exit(f"{package!r} cannot be the name of the package: it is no identifier, or Python's own")
    out = pathlib.Path(folder) / package
    out.mkdir(parents=True, exist_ok=True)
    known = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    code = protoc.main(
        ["protoc", f"-I{proto}", f"-I{known}", f"--python_out={out}", f"--pyi_out={out}", f"--grpc_python_out={out}", *files]
    )
    if code != 0:
        sys.exit(f"protoc ended with {code}")
    for path in [*out.rglob("*.py"), *out.rglob("*.pyi")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(IMPORT.sub(rf"\1 {package}.\2", text), encoding="utf-8")
    for inner in [out, *(path for path in out.rglob("*") if path.is_dir())]:
        (inner / "__init__.py").touch()
    return out


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    print(generate(*sys.argv[1:]))
