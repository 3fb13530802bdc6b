#!/usr/bin/env bash
# Prints where up.sh keeps what the servers write: the folder that is named, else one of this user below /tmp, where the account `postgres` can walk to.
set -euo pipefail
folder=${1:-/tmp/tnseval-services-$(id -u)}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
if [ ! -O "$folder" ]; then
    echo "$folder belongs to somebody else: name another folder" >&2
    exit 4
fi
chmod go-w,o+x "$folder"
echo "$folder"
