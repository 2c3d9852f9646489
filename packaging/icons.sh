#!/bin/sh
# Draws keyloft.svg at every size of packaging/icons anew. Needs rsvg-convert (package librsvg2-bin).
set -eu
cd "$(dirname "$0")"
mkdir -p icons
for size in 16 24 32 48 64 128 256 512; do
    rsvg-convert --width "$size" --height "$size" --output "icons/$size.png" keyloft.svg
done
