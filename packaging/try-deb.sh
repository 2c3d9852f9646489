#!/usr/bin/env bash
# Tries the newest package in target/debian as a user would: installs it, checks its menu entry and its metainfo, starts it
# from the menu entry on a display of its own, waits for its window, purges it, and looks for anything it left. Needs root on
# Debian or Ubuntu, and the packages xvfb, xdotool, x11-utils, libgtk-3-bin, desktop-file-utils, appstream and man-db. Not
# part of tests/run: the package takes a release build, and installing one changes the system.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

[ "$(id -u)" -eq 0 ] || fail "installing a package needs root"
! dpkg-query -W keyloft >/dev/null 2>&1 || fail "the package keyloft is installed already; it would be purged"
deb="$(ls -t target/debian/keyloft_*.deb 2>/dev/null | head -n 1)"
[ -n "$deb" ] || fail "no package in target/debian: packaging/README.md says how to make one"
version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)"

for program in Xvfb xdotool xprop gtk-launch desktop-file-validate appstreamcli man; do
    command -v "$program" >/dev/null || fail "$program is missing: the first lines of this script name the packages"
done

folder="$(mktemp -d)"
server=""
window=""
installed=""
cleanup() {
    [ -z "$window" ] || kill "$window" 2>/dev/null || true
    [ -z "$installed" ] || apt-get purge -y -qq keyloft >/dev/null 2>&1 || true
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

# Every path that a package may touch, what it is and how large; caches that other packages' triggers own show as well.
files() { find /usr /etc /var/lib /var/cache /opt -xdev -printf '%p\t%y\t%m\n' 2>/dev/null | sort; }

say "what it recommends"
# Other packages' files: here before the first look, and here after the purge.
dpkg-deb -f "$deb" Recommends | tr -d ' ' | tr ',' '\n' |
    DEBIAN_FRONTEND=noninteractive xargs apt-get install -y -qq --no-install-recommends >"$folder/apt.log" 2>&1 ||
    { cat "$folder/apt.log" >&2; fail "apt could not install what it recommends"; }

say "files before"
# What triggers make once and keep, whoever asked, is made before the first look.
update-desktop-database -q /usr/share/applications 2>/dev/null || true
gtk-update-icon-cache -q -f /usr/share/icons/hicolor 2>/dev/null || true
files >"$folder/before"

say "install $deb"
installed=yes
apt-get install -y -qq "./$deb" >"$folder/apt.log" 2>&1 || { cat "$folder/apt.log" >&2; fail "apt could not install it"; }
[ "$(keyloft --version)" = "keyloft $version" ] || fail "the installed program is not version $version"
dpkg -L keyloft >"$folder/list"
say "$(wc -l <"$folder/list") paths, $(dpkg-query -W -f='${Installed-Size}' keyloft) KiB; depends: $(dpkg-query -W -f='${Depends}' keyloft)"
dpkg --verify keyloft || fail "an installed file differs from the package"
# Containers often leave manual pages out (path-exclude): looked at where they are wanted.
if grep -rqs '^path-exclude.*/man' /etc/dpkg/dpkg.cfg.d; then
    say "this system installs no manual pages"
else
    man -w keyloft >/dev/null && man -w keyloft-add >/dev/null || fail "the manual pages are not found"
fi

say "menu entry and metainfo"
desktop-file-validate /usr/share/applications/keyloft.desktop
appstreamcli validate --no-net /usr/share/metainfo/*keyloft.metainfo.xml >"$folder/appstream.log" ||
    { cat "$folder/appstream.log" >&2; fail "the metainfo is not valid"; }

say "start it from its menu entry"
Xvfb -displayfd 5 -screen 0 1400x1000x24 -nolisten tcp -noreset 5>"$folder/display" 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$folder/display" ] && break; sleep 0.1; done
DISPLAY=":$(head -n 1 "$folder/display")"
mkdir -m 700 "$folder/home" "$folder/run"
desktop=(env -i PATH="$PATH" HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" DISPLAY="$DISPLAY" LANG=C.UTF-8
    DBUS_SESSION_BUS_ADDRESS="unix:path=$folder/no-bus" DBUS_SYSTEM_BUS_ADDRESS="unix:path=$folder/no-bus")
"${desktop[@]}" gtk-launch keyloft.desktop >/dev/null 2>"$folder/launch.log" || { cat "$folder/launch.log" >&2; fail "the menu entry starts nothing"; }
id=""
for _ in $(seq 150); do
    id="$("${desktop[@]}" xdotool search --onlyvisible --class '^keyloft$' 2>/dev/null | head -n 1 || true)"
    [ -n "$id" ] && break
    sleep 0.2
done
[ -n "$id" ] || fail "no window of the class keyloft came within 30 s"
window="$("${desktop[@]}" xdotool getwindowpid "$id")"
[ "$(readlink "/proc/$window/exe")" = /usr/bin/keyloft ] || fail "the window belongs to another program"
say "window: $("${desktop[@]}" xprop -id "$id" WM_CLASS WM_NAME | tr '\n' ' ')"
"${desktop[@]}" xprop -id "$id" _NET_WM_ICON | grep -q . || fail "the window has no icon"
kill "$window"
for _ in $(seq 50); do kill -0 "$window" 2>/dev/null || break; sleep 0.1; done
window=""

say "purge"
installed=""
apt-get purge -y -qq keyloft >"$folder/apt.log" 2>&1 || { cat "$folder/apt.log" >&2; fail "apt could not purge it"; }
files >"$folder/after"
diff "$folder/before" "$folder/after" >"$folder/diff" || true
grep -v -e '^[0-9,acd]*$' -e '^---$' -e '/var/lib/apt/' -e '/var/cache/apt/' -e '/var/lib/dpkg/[a-z]*-old' -e '/var/lib/dpkg/status' \
    "$folder/diff" >"$folder/left" || true
if [ -s "$folder/left" ]; then
    cat "$folder/left" >&2
    fail "the package left something, or took something away"
fi
say "nothing is left"
