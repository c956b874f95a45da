#!/bin/sh
# Take CarbonDesk away again from the folders of the person who runs this. What remains is every inventory
# (*.cdesk), wherever it lies, with its daily copies; settings, logs and everything else of the program goes.
#
#   sh uninstall.sh             uninstall
#   sh uninstall.sh --refresh   only tell the desktop that something came or went
set -eu
share=${XDG_DATA_HOME:-$HOME/.local/share}
place=$HOME/.local/lib/carbondesk

# tidy FOLDER...: remove empty folders, the innermost first
tidy() { for folder in "$@"; do [ ! -d "$folder" ] || find "$folder" -depth -type d -empty -delete; done; }

refresh() {
    if command -v update-mime-database >/dev/null 2>&1 && [ -d "$share/mime/packages" ]; then
        update-mime-database "$share/mime" >/dev/null 2>&1 || true
    fi
    if command -v update-desktop-database >/dev/null 2>&1 && [ -d "$share/applications" ]; then
        update-desktop-database "$share/applications" >/dev/null 2>&1 || true
    fi
    if command -v gtk-update-icon-cache >/dev/null 2>&1 && [ -f "$share/icons/hicolor/icon-theme.cache" ]; then
        gtk-update-icon-cache -q "$share/icons/hicolor" || true
    fi
}

if [ "${1:-}" = --refresh ]; then refresh; exit 0; fi
for each in /proc/[0-9]*/exe; do
    if [ "$(readlink "$each" 2>/dev/null)" = "$place/carbondesk" ]; then
        echo 'CarbonDesk is running. Close it first. / CarbonDesk 正在运行，请先关闭。' >&2
        exit 6
    fi
done
if [ -d "$place/share" ]; then
    (cd "$place/share" && find . -type f) | while read -r each; do rm -f "$share/$each"; done
    (cd "$place/share" && find . -depth -type d) | while read -r each; do
        rmdir "$share/$each" 2>/dev/null || true
    done
fi
# Where nobody else declares a kind of file or an application, the lists of them are ours to remove.
refresh
if [ -d "$share/mime" ] && [ -z "$(find "$share/mime/packages" -type f 2>/dev/null)" ]; then
    rm -rf "$share/mime"
fi
if [ -f "$share/applications/mimeinfo.cache" ] && ! ls "$share"/applications/*.desktop >/dev/null 2>&1; then
    rm -f "$share/applications/mimeinfo.cache"
    rmdir "$share/applications"
fi
if [ "$(readlink "$HOME/.local/bin/carbondesk" 2>/dev/null)" = "$place/carbondesk" ]; then
    rm -f "$HOME/.local/bin/carbondesk"
fi
for own in "${XDG_CONFIG_HOME:-$HOME/.config}" "$share" "${XDG_CACHE_HOME:-$HOME/.cache}" "${XDG_STATE_HOME:-$HOME/.local/state}"; do
    # With an inventory stays what belongs to it: a journal that SQLite left after a fall, and attached documents.
    [ ! -d "$own/CarbonDesk" ] ||
        find "$own/CarbonDesk" -type f ! -name '*.cdesk' ! -name '*.cdesk-*' ! -path '*.evidence/*' -delete
    tidy "$own/CarbonDesk"
done
rm -rf "$place"
for each in "$share" "$HOME/.local/lib" "$HOME/.local/bin" "$HOME/.local/state" "$HOME/.local" "$HOME/.config" "$HOME/.cache"; do
    rmdir "$each" 2>/dev/null || true
done
echo 'CarbonDesk is gone. Your inventories are where they were. / CarbonDesk 已卸载，清单文件保留在原处。'
