#!/bin/sh
# CarbonDesk @VERSION@ for Linux on x86-64. Installs for the person who runs it: no root, no network, no package.
#
#   sh FILE               install, or upgrade what is installed
#   sh FILE --check       only compare this file with its checksums
#   sh FILE --uninstall   take the program away; inventories stay
#   sh FILE --quiet       say nothing but what went wrong
#
# Exit status: 0 done, 2 wrong usage, 3 this file is damaged, 4 a newer edition is installed, 5 this system lacks
# something, 6 the program is running, 7 the disk or the folder refused.
set -eu
version='@VERSION@'
floor='@FLOOR@'
head_bytes=@HEAD_BYTES@
whole_bytes=@WHOLE_BYTES@
needed_kib=@NEEDED_KIB@
contents_sha256='@CONTENTS_SHA256@'
head_sha256='@HEAD_SHA256@'

file=$0
share=${XDG_DATA_HOME:-$HOME/.local/share}
place=$HOME/.local/lib/carbondesk
quiet=no

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in zh*) chinese=yes ;; *) chinese=no ;; esac

# say ENGLISH CHINESE
say() { if [ $chinese = yes ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }
tell() { [ $quiet = yes ] || say "$1" "$2"; }

# fail STATUS ENGLISH CHINESE: also in a window, where the file was started with a double click
fail() {
    say "$2" "$3" >&2
    if [ ! -t 2 ] && [ $quiet = no ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        words=$(say "$2" "$3")
        for show in 'zenity --error --text' 'kdialog --error' 'xmessage'; do
            # shellcheck disable=SC2086
            if command -v "${show%% *}" >/dev/null 2>&1; then $show "$words" || true; break; fi
        done
    fi
    exit "$1"
}

check_file() {
    bytes=$(wc -c <"$file")
    [ "$bytes" -eq $whole_bytes ] || fail 3 \
        "This installer is damaged: it has $bytes bytes of $whole_bytes. Copy it again." \
        "安装文件已损坏：应为 $whole_bytes 字节，实际为 $bytes 字节。请重新复制。"
    seen=$(head -c $head_bytes "$file" | grep -v '^head_sha256=' | sha256sum | cut -d ' ' -f 1)
    [ "$seen" = "$head_sha256" ] || fail 3 \
        "This installer was altered: its instructions do not match their checksum. Copy it again." \
        "安装文件已被改动：其指令与校验和不符。请重新复制。"
    seen=$(tail -c +$((head_bytes + 1)) "$file" | sha256sum | cut -d ' ' -f 1)
    [ "$seen" = "$contents_sha256" ] || fail 3 \
        "This installer is damaged or was altered: its contents do not match their checksum. Copy it again." \
        "安装文件已损坏或被改动：其内容与校验和不符。请重新复制。"
}

# newer A B: whether version A is newer than B
newer() { [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | tail -n 1)" = "$1" ]; }

has_library() {
    { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q "^[[:space:]]*$1 .*x86-64" && return 0
    for folder in /usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib64 /lib64; do
        [ ! -e "$folder/$1" ] || return 0
    done
    return 1
}

check_system() {
    [ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || fail 5 \
        "This installer is for Linux on x86-64; this is $(uname -s) on $(uname -m)." \
        "此安装文件适用于 x86-64 Linux；本机为 $(uname -s)（$(uname -m)）。"
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d ' ' -f 2)
    [ -n "$glibc" ] || fail 5 "CarbonDesk needs a Linux with glibc $floor or newer; here is none." \
        "CarbonDesk 需要 glibc $floor 或更新的 Linux；本机没有 glibc。"
    ! newer "$floor" "$glibc" || fail 5 \
        "CarbonDesk needs glibc $floor or newer; this system has $glibc. A newer Linux is needed." \
        "CarbonDesk 需要 glibc $floor 或更新版本；本机为 $glibc。请使用更新的 Linux。"
    missing='' debian='' fedora=''
    while read -r library deb rpm; do
        has_library "$library" || { missing="$missing $library"; debian="$debian $deb"; fedora="$fedora $rpm"; }
    done <<LIBRARIES
libEGL.so.1 libegl1 libglvnd-egl
libGL.so.1 libgl1 libglvnd-glx
libxcb.so.1 libxcb1 libxcb
libexpat.so.1 libexpat1 expat
libstdc++.so.6 libstdc++6 libstdc++
libgcc_s.so.1 libgcc-s1 libgcc
LIBRARIES
    [ -n "$missing" ] || return 0
    remedy=''
    if command -v apt-get >/dev/null 2>&1; then remedy=" sudo apt-get install$debian"
    elif command -v dnf >/dev/null 2>&1; then remedy=" sudo dnf install$fedora"; fi
    fail 5 "This system lacks libraries that every window needs:$missing. Ask whoever looks after it to install them.$remedy" \
        "本机缺少显示窗口所需的库：$missing。请联系系统管理员安装。$remedy"
}

check_place() {
    if [ -f "$place/VERSION" ]; then
        installed=$(cat "$place/VERSION")
        ! newer "$installed" $version || fail 4 \
            "CarbonDesk $installed is installed, which is newer than $version in this file. Nothing was changed. An older edition may not open what a newer one has saved; to go back all the same, uninstall first." \
            "已安装的 CarbonDesk $installed 比此文件中的 $version 更新，未作任何更改。旧版本可能无法打开新版本保存的文件；如确需退回，请先卸载。"
    fi
    if running; then
        fail 6 'CarbonDesk is running. Close it, then start this installer again.' \
            'CarbonDesk 正在运行。请先关闭它，再重新运行安装程序。'
    fi
    mkdir -p "$HOME/.local/lib" 2>/dev/null && [ -w "$HOME/.local/lib" ] || fail 7 \
        "$HOME/.local/lib cannot be written to." "无法写入 $HOME/.local/lib。"
    free=$(df -Pk "$HOME/.local/lib" | awk 'NR == 2 { print $4 }')
    [ "${free:-$needed_kib}" -ge $needed_kib ] || fail 7 \
        "There is not enough room in $HOME: $((needed_kib / 1024)) MB are needed, $((free / 1024)) MB are free." \
        "$HOME 空间不足：需要 $((needed_kib / 1024)) MB，可用 $((free / 1024)) MB。"
}

running() {
    for each in /proc/[0-9]*/exe; do
        [ "$(readlink "$each" 2>/dev/null)" != "$place/carbondesk" ] || return 0
    done
    return 1
}

install_program() {
    new=$HOME/.local/lib/.carbondesk-new-$$ old=$HOME/.local/lib/.carbondesk-old-$$
    trap 'rm -rf "$new"' EXIT
    trap 'exit 130' INT TERM HUP
    mkdir "$new"
    tail -c +$((head_bytes + 1)) "$file" | tar -xzf - -C "$new" --no-same-owner 2>/dev/null || fail 7 \
        "The program could not be unpacked into $new. Is the disk full?" "无法将程序解压到 $new。磁盘是否已满？"
    started=$("$new/carbondesk" --version 2>&1) || fail 5 \
        "The program does not start on this system, so nothing was installed: $started" \
        "程序无法在本机启动，因此未安装任何内容：$started"
    # Two renames: whatever happens between them, either the old edition or the new one is there whole.
    [ ! -e "$place" ] || mv "$place" "$old"
    mv "$new" "$place"
    rm -rf "$old"
    trap - EXIT INT TERM HUP
}

register() {
    mkdir -p "$share" "$HOME/.local/bin"
    (cd "$place/share" && find . -type d) | while read -r folder; do mkdir -p "$share/$folder"; done
    (cd "$place/share" && find . -type f) | while read -r each; do cp "$place/share/$each" "$share/$each"; done
    sed "s|^Exec=.*|Exec=\"$place/carbondesk\" %f|" "$place/share/applications/carbondesk.desktop" \
        >"$share/applications/carbondesk.desktop"
    ln -sfn "$place/carbondesk" "$HOME/.local/bin/carbondesk"
    sh "$place/uninstall.sh" --refresh
}

for word in "$@"; do
    case $word in
        --quiet) quiet=yes ;;
        --check) check_file; tell "This installer is whole: CarbonDesk $version." "安装文件完好：CarbonDesk $version。"; exit 0 ;;
        --uninstall)
            [ -f "$place/uninstall.sh" ] || fail 2 'CarbonDesk is not installed.' '未安装 CarbonDesk。'
            exec sh "$place/uninstall.sh" ;;
        -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "$file"; exit 0 ;;
        *) fail 2 "Unknown option $word. Try --help." "未知选项 $word。请使用 --help。" ;;
    esac
done
check_file
check_system
check_place
install_program
register
tell "CarbonDesk $version is installed. Open it from the menu, or with $HOME/.local/bin/carbondesk." \
    "CarbonDesk $version 已安装。可从应用菜单打开，或运行 $HOME/.local/bin/carbondesk。"
# Started with a double click: there is nowhere to read that, so the program shows itself.
if [ ! -t 1 ] && [ $quiet = no ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    setsid "$place/carbondesk" >/dev/null 2>&1 </dev/null &
fi
exit 0
