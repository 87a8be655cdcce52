#!/bin/sh
# One database and one role per service, made when the server starts on an empty volume. A role can connect to the
# database of its service and to no other. Passwords come from the environment and are never on a command line.
set -eu

database() {
  SERVICE=$1 SECRET=$2 psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv service SERVICE
\getenv secret SECRET
CREATE ROLE :"service" LOGIN PASSWORD :'secret' CONNECTION LIMIT 100;
CREATE DATABASE :"service" OWNER :"service";
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
}
database intake "${KETEN_INTAKE_PASSWORD:?}"
database reception "${KETEN_RECEPTION_PASSWORD:?}"
database returns "${KETEN_RETURNS_PASSWORD:?}"
database housing "${KETEN_HOUSING_PASSWORD:?}"
database prognosis "${KETEN_PROGNOSIS_PASSWORD:?}"
psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname postgres \
  --command 'REVOKE ALL ON DATABASE postgres FROM PUBLIC' --command 'REVOKE ALL ON DATABASE template1 FROM PUBLIC'
