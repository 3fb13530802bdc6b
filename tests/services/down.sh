#!/usr/bin/env bash
# Stops what up.sh started, by the process numbers that it wrote down.
#   tests/services/down.sh [FOLDER]           what they stored stays for the next time
#   tests/services/down.sh [FOLDER] --delete  is deleted
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
delete=
if [ "${!#}" = --delete ]; then delete=yes; set -- "${@:1:$#-1}"; fi
folder=$("$here/folder.sh" "$@")

"$here/rabbit.sh" down "$folder/rabbit"
"$here/pg.sh" down "$folder/pg" || true   # not installed: nothing runs
[ -z "$delete" ] || rm -rf "$folder/rabbit" "$folder/pg"
