# Finds a JDK 25 and exports JAVA_HOME. To be sourced; shared by ./drover, ./check and bench/run. No forks: it is on the way
# of every command. Order: JAVA_HOME, the system's JVM folders, PATH.

drover_is_jdk25() {
    local line
    [[ -x $1/bin/javac && -r $1/release ]] || return 1
    while IFS= read -r line; do
        [[ $line == 'JAVA_VERSION="25"'* || $line == 'JAVA_VERSION="25.'* ]] && return 0
    done < "$1/release"
    return 1
}

drover_find_jdk() {
    local home javac
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/openjdk-25 /usr/local/jdk* \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
        if [[ -n $home ]] && drover_is_jdk25 "$home"; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    if javac=$(command -v javac) && javac=$(readlink -f "$javac") && drover_is_jdk25 "${javac%/bin/javac}"; then
        export JAVA_HOME=${javac%/bin/javac}
        return 0
    fi
    echo "Drover needs a JDK 25 and found none: install one (package temurin-25-jdk or openjdk-25-jdk), or set JAVA_HOME to it." >&2
    return 1
}
