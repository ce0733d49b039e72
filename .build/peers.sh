#!/usr/bin/env bash
# Fetches what tests compare Drover with and what asks it, below target/peers: nothing is installed.
#   consul         Consul 1.8.7 of Debian 11, whose HTTP API Drover speaks
#   prometheus     Prometheus 2.24 of Debian 11: later releases of Debian leave its discovery by Consul out
#   python-consul  python3-consul of this system's own release, with what it needs
#   acme           Pebble, Let's Encrypt's authority for tests, and two clients: certbot with what it needs, dehydrated
#   npm            consul of the npm registry, as clients/npm/package-lock.json has it
# Uses the Debian mirror that this machine's own apt sources name. Exit code 0: all are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

old=bullseye # Debian 11, the last one with Consul 1.8
own=$(. /etc/os-release && echo "${VERSION_CODENAME:-none}")
peers=$PWD/target/peers
work=$peers/apt
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

requests="python3-requests python3-urllib3 python3-certifi python3-idna python3-chardet python3-charset-normalizer python3-six"
certbot="certbot python3-certbot python3-acme python3-josepy python3-cryptography python3-cffi-backend python3-openssl python3-configargparse
 python3-configobj python3-parsedatetime python3-rfc3339 python3-tz python3-distro python3-pkg-resources $requests"

# FOLDER:RELEASE:PACKAGE...
wanted=("consul:$old:consul" "prometheus:$old:prometheus" "python-consul:$own:python3-consul $requests"
    "acme:$own:pebble dehydrated ${certbot//$'\n'/}")

# The address that apt fetches this system's own release from.
mirror() {
    local files=()
    shopt -s nullglob
    files=(/etc/apt/sources.lis[t] /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources)
    cat /dev/null "${files[@]}" | awk -v suite="$own" '
        function both() { if (uri != "" && ours) { print uri; exit } }
        $1 == "deb" { for (i = 2; i < NF; i++) if ($i ~ /^[a-z+]+:/ && $(i + 1) == suite) { print $i; exit } }
        tolower($1) == "types:" { uri = ""; ours = 0 }
        tolower($1) == "uris:" { uri = $2; both() }
        tolower($1) == "suites:" { for (i = 2; i <= NF; i++) if ($i == suite) ours = 1; both() }'
}

apt_here() {
    apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/lists" \
        -o "Dir::Cache=$work" -o APT::Sandbox::User=root "$@"
}

# FOLDER RELEASE PACKAGE...: unpacked whole or not at all
unpack() {
    local folder=$1 release=$2 package
    shift 2
    rm -rf "${work:?}/debs" "$peers/$folder.next"
    mkdir -p "$work/debs" "$peers/$folder.next"
    (cd "$work/debs" && apt_here download "${@/%//$release}") || return 1
    for package in "$work"/debs/*.deb; do
        dpkg-deb -x "$package" "$peers/$folder.next" || return 1
    done
    rm -rf "${peers:?}/$folder"
    mv "$peers/$folder.next" "$peers/$folder"
}

fetch_packages() {
    local from entry folder release packages failed=0 missing=()
    for entry in "${wanted[@]}"; do
        [[ -d $peers/${entry%%:*}/usr ]] || missing+=("$entry")
    done
    ((${#missing[@]})) || return 0
    from=$(mirror)
    if [[ -z $from || ! -f $keyring ]] || ! command -v apt-get > /dev/null; then
        echo "peers: this machine has no Debian sources; tests that need ${missing[*]%%:*} are skipped"
        return 1
    fi
    mkdir -p "$work/lists/partial" "$work/archives/partial"
    printf "deb [signed-by=$keyring] $from %s main\n" "$old" "$own" > "$work/sources.list"
    apt_here update > "$peers/apt.log" 2>&1 < /dev/null || failed=1
    for entry in "${missing[@]}"; do
        IFS=: read -r folder release packages <<< "$entry"
        # shellcheck disable=SC2086 # several names
        unpack "$folder" "$release" $packages >> "$peers/apt.log" 2>&1 < /dev/null && continue
        echo "peers: could not fetch $folder, see $peers/apt.log; tests that need it are skipped"
        failed=1
    done
    rm -rf "$work"
    return "$failed"
}

fetch_npm() {
    local folder=$peers/npm
    cmp -s clients/npm/package-lock.json "$folder/package-lock.json" && [[ -d $folder/node_modules/consul ]] && return 0
    if ! command -v npm > /dev/null; then
        echo "peers: npm is missing; tests of its consul are skipped (apt-get install npm)"
        return 1
    fi
    rm -rf "$folder"
    mkdir -p "$folder"
    cp clients/npm/package.json clients/npm/package-lock.json "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) > "$peers/npm.log" 2>&1 < /dev/null || {
        echo "peers: could not fetch npm's consul, see $peers/npm.log; its tests are skipped"
        rm -rf "$folder"
        return 1
    }
}

mkdir -p "$peers"
result=0
fetch_packages || result=1
fetch_npm || result=1
exit "$result"
