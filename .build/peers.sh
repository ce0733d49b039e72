#!/usr/bin/env bash
# Fetches what tests compare Drover with and this system's release does not package, unpacked below target/peers: nothing is installed.
#   consul: Consul 1.8.7 of Debian 11, whose HTTP API Drover speaks
# Uses the Debian mirror that this machine's own apt sources name. Exit code 0: all are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

release=bullseye # Debian 11, the last one with Consul 1.8
peers=$PWD/target/peers
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The address that apt fetches this system's own release from.
mirror() {
    local files=()
    shopt -s nullglob
    files=(/etc/apt/sources.lis[t] /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources)
    # shellcheck source=/dev/null
    cat /dev/null "${files[@]}" | awk -v suite="$(. /etc/os-release && echo "${VERSION_CODENAME:-none}")" '
        function both() { if (uri != "" && ours) { print uri; exit } }
        $1 == "deb" { for (i = 2; i < NF; i++) if ($i ~ /^[a-z+]+:/ && $(i + 1) == suite) { print $i; exit } }
        tolower($1) == "types:" { uri = ""; ours = 0 }
        tolower($1) == "uris:" { uri = $2; both() }
        tolower($1) == "suites:" { for (i = 2; i <= NF; i++) if ($i == suite) ours = 1; both() }'
}

fetch_consul() {
    [[ -x $peers/consul/usr/bin/consul ]] && return 0
    local from apt work
    from=$(mirror)
    if [[ -z $from || ! -f $keyring ]] || ! command -v apt-get > /dev/null; then
        echo "peers: Consul comes from Debian 11, and this machine has no Debian sources; tests that compare with it are skipped"
        return 1
    fi
    work=$peers/apt
    mkdir -p "$work/lists/partial" "$work/archives/partial" "$peers/consul"
    echo "deb [signed-by=$keyring] $from $release main" > "$work/sources.list"
    apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/lists"
        -o "Dir::Cache=$work" -o APT::Sandbox::User=root)
    (cd "$work" && "${apt[@]}" update && "${apt[@]}" download consul && dpkg-deb -x consul_*.deb "$peers/consul") \
        > "$peers/consul.log" 2>&1 < /dev/null || {
        echo "peers: could not fetch Consul, see $peers/consul.log; tests that compare with it are skipped"
        return 1
    }
    rm -rf "$work"
}

mkdir -p "$peers"
fetch_consul
