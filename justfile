# The verbs of the project; .ci/run uses the same commands.

# Everything the gate runs, in a fresh clone.
ci:
    .ci/run

# All tests; the parts on PostgreSQL need `just test-pg`.
test:
    cargo test --workspace

# All tests with a PostgreSQL server of their own, started and removed.
test-pg:
    cargo xtask pg cargo test --workspace

# The chain through January to August 2025 on published figures.
demo *args:
    cargo run --release -- demo {{args}}

# Formatting, lints and what a machine can check of our style.
check:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo xtask tidy

# Code from the contracts.
codegen:
    cargo xtask codegen

# Lint of the contracts; needs buf.
lint-contracts:
    buf lint proto

# Licences, advisories, bans; needs cargo-deny.
deny:
    cargo deny check

# Many seeds of the network simulation.
simulate seeds="200":
    SIM_SEEDS={{seeds}} cargo test --package feed --test it simulation -- --nocapture

# Six container images from one static binary.
images:
    deploy/build

# The chain in real containers: lived in, hurt, restored, removed.
smoke:
    deploy/test/smoke
