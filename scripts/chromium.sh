#!/bin/sh
# Prints the path of a Chromium or Chrome that the browser tests can start.
# CHROMIUM names one outright.
set -eu

# Ubuntu's own package is a snap: its sandbox hides the folders the browser driver hands over.
usable() { "$1" --version 2>/dev/null | grep -v snap | grep -q 'Chrom[a-z]* [0-9]'; }

for name in ${CHROMIUM:-chromium google-chrome-stable google-chrome chromium-browser \
    "${HOME:-/}"/.cache/ms-playwright/chromium-*/chrome-linux*/chrome}; do
    if path=$(command -v "$name") && usable "$path"; then
        echo "$path"
        exit 0
    fi
done

{
    echo "No Chromium for the browser tests ('${CHROMIUM:-chromium, google-chrome}' does not start)."
    echo "Install Google Chrome from its .deb file, or set CHROMIUM=/path/to/chrome."
    echo "The chromium of Ubuntu is a snap and cannot be driven."
} >&2
exit 1
