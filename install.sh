#!/bin/sh
# Installs qdc for you alone, upgrades it, or removes it. Needs no rights, and nothing but sh, tar and, for an address,
# curl or wget.
#
#   sh install.sh qdc-….tar.gz            from a tarball; SHA256SUMS has to lie beside it
#   QDC_FROM=… sh install.sh              from an address, or a folder, that holds SHA256SUMS and tarballs
#   sh install.sh --uninstall
#
# QDC_PREFIX is where bin/qdc and share/… go, by default ~/.local; QDC_VERSION the version, where there are several.
set -eu

prefix=${QDC_PREFIX:-${HOME:?}/.local}
# What was installed, one path a line, so that an upgrade and a removal leave nothing behind.
list=$prefix/share/qdc/installed

say() {
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
        zh*) printf '%s\n' "$1" ;;
        *) printf '%s\n' "$2" ;;
    esac
}

fail() {
    say "$@" >&2
    exit 1
}

fetch() {
    case $1 in
        https://* | http://* | file://*)
            if command -v curl > /dev/null; then
                curl --fail --silent --show-error --location --output "$2" "$1"
            else
                wget --quiet --output-document="$2" "$1"
            fi ;;
        *) cp "$1" "$2" ;;
    esac || fail "取不到 $1" "cannot get $1"
}

checksum() {
    if command -v sha256sum > /dev/null; then
        sha256sum "$1"
    else
        shasum -a 256 "$1"
    fi | cut -d ' ' -f 1
}

# The names of the platforms are Rust's.
platform() {
    case $(uname -m) in
        x86_64 | amd64) cpu=x86_64 ;;
        aarch64 | arm64) cpu=aarch64 ;;
        *) cpu=$(uname -m) ;;
    esac
    case $(uname -s) in
        Linux) echo "$cpu-unknown-linux-" ;;
        Darwin) echo "$cpu-apple-darwin" ;;
        *) fail "install.sh 只支持 Linux 和 macOS" "install.sh is for Linux and macOS" ;;
    esac
}

# Names the one tarball that fits, of those in SHA256SUMS.
choose() {
    platform=$(platform)
    fitting=$(sed -n 's/^[0-9a-f]\{64\} [ *]\([^/]*\)$/\1/p' "$work/SHA256SUMS" |
        grep -F -e "-$platform" | grep "^qdc-${QDC_VERSION:-.*}-.*\.tar\.gz$" || true)
    case $fitting in
        '') fail "$from 里没有适合这台机器的 qdc${QDC_VERSION:+ $QDC_VERSION}（$platform）" \
            "there is no qdc${QDC_VERSION:+ $QDC_VERSION} for this machine ($platform) in $from" ;;
        *"
"*) fail "$from 里有好几个，用 QDC_VERSION 选一个：
$fitting" "there are several in $from, choose one with QDC_VERSION:
$fitting" ;;
    esac
    echo "$fitting"
}

unpack() {
    sum=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$name\$/\1/p" "$work/SHA256SUMS")
    [ -n "$sum" ] || fail "SHA256SUMS 里没有 $name" "$name is not in SHA256SUMS"
    [ "$(checksum "$work/$name")" = "$sum" ] ||
        fail "$name 与 SHA256SUMS 不符：文件不完整，或被改过" \
            "$name is not what SHA256SUMS says: it is incomplete, or was changed"
    tree=$work/tree
    mkdir "$tree"
    tar -xzf "$work/$name" -C "$tree" --strip-components 1
    "$tree/bin/qdc" --version > "$work/version" ||
        fail "$name 里的程序不能在这台机器上运行" "the program in $name does not run on this machine"
}

install_tree() {
    if [ -e "$prefix/bin/qdc" ] && ! grep -qx bin/qdc "$list" 2> /dev/null; then
        fail "$prefix/bin/qdc 不是 install.sh 安装的，请先移走" \
            "$prefix/bin/qdc was not installed by install.sh: remove it first"
    fi
    # In the language of the one who types.
    language=$(say zh en)
    for shell in bash/bash-completion/completions/qdc zsh/zsh/site-functions/_qdc fish/fish/vendor_completions.d/qdc.fish; do
        "$tree/bin/qdc" completions "${shell%%/*}" --lang "$language" > "$tree/share/${shell#*/}"
    done
    (cd "$tree" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort) > "$work/installed"

    # Before anything is there, lest a run that is broken off leaves what no list names.
    mkdir -p "${list%/*}"
    cp "$list" "$work/before" 2> /dev/null || : > "$work/before"
    cat "$work/before" "$work/installed" > "$list"
    while IFS= read -r file; do
        mkdir -p "$prefix/$(dirname "$file")"
        cp "$tree/$file" "$prefix/$file.new"
        # At once, and over a program that is running.
        mv -f "$prefix/$file.new" "$prefix/$file"
    done < "$work/installed"
    grep -vxF -f "$work/installed" "$work/before" > "$work/gone" || true
    remove "$work/gone"
    cp "$work/installed" "$list"

    say "已安装 $(cat "$work/version")：$prefix/bin/qdc" "$(cat "$work/version") is installed: $prefix/bin/qdc"
    case :$PATH: in
        *":$prefix/bin:"*) ;;
        *) say "$prefix/bin 不在 PATH 里，请加进去：export PATH=\"$prefix/bin:\$PATH\"" \
            "$prefix/bin is not on the PATH, add it: export PATH=\"$prefix/bin:\$PATH\"" ;;
    esac
}

# Files, and the folders that are left empty.
remove() {
    while IFS= read -r file; do
        rm -f "$prefix/$file"
        folder=$(dirname "$file")
        while [ "$folder" != . ] && rmdir "$prefix/$folder" 2> /dev/null; do
            folder=$(dirname "$folder")
        done
    done < "$1"
}

uninstall() {
    [ -e "$list" ] || fail "$prefix 里没有 install.sh 安装的 qdc" "install.sh has installed no qdc in $prefix"
    printf 'share/qdc/installed\n' | cat "$list" - > "$work/gone"
    remove "$work/gone"
    say "已卸载 $prefix 里的 qdc" "qdc is removed from $prefix"
}

main() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    case ${1:-} in
        --uninstall) uninstall ;;
        -*) fail "用法：sh install.sh [压缩包 | --uninstall]" "usage: sh install.sh [TARBALL | --uninstall]" ;;
        *)
            if [ -n "${1:-}" ]; then
                from=$(dirname "$1") name=$(basename "$1")
            else
                from=${QDC_FROM:-} name=
                [ -n "$from" ] || fail "请给出压缩包，或用 QDC_FROM 说明从哪里取" \
                    "name the tarball, or say with QDC_FROM where to get it"
            fi
            from=${from%/}
            fetch "$from/SHA256SUMS" "$work/SHA256SUMS"
            name=${name:-$(choose)}
            fetch "$from/$name" "$work/$name"
            unpack
            install_tree ;;
    esac
}

# Last, so that half a script, of a broken download, does nothing.
main "$@"
