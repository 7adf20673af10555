#!/bin/sh
# Writes ../data/simplified.tsv from OpenCC's table of characters, first choice of each.
# Needs Debian's packages opencc and libopencc-data; building the project does not.
set -eu
table=${1:-/usr/share/opencc/TSCharacters.ocd2}
version=$(dpkg-query -W -f='${Version}' libopencc-data)
out=$(dirname "$0")/../data/simplified.tsv
text=$(mktemp)
trap 'rm -f "$text"' EXIT
opencc_dict --input "$table" --from ocd2 --output "$text" --to text
{
  echo "# Traditional characters and their simplified ones, by code point."
  echo "# Source: OpenCC, data/dictionary/TSCharacters.txt, first choice of each (Debian libopencc-data $version)"
  echo "# https://github.com/BYVoid/OpenCC, licence: Apache-2.0. Made by tools/make_simplified.sh"
  awk -F'[\t ]' '$1 != $2 { print $1 "\t" $2 }' "$text" | LC_ALL=C sort
} > "$out"
