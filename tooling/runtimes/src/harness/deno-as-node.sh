#!/bin/sh
# Deno under the options of Node that tests start programs with: those it has no word for are left out, and the text of a
# program becomes a file, which may import modules.
# A program may be given an environment without it.
deno=${POE_DENO:-$(echo "$(dirname "$0")"/../../node_modules/.cache/runtimes/deno/node_modules/@deno/*/deno)}
if [ "$1" = run ]; then
  shift
  exec "$deno" run --no-lock --no-config --node-modules-dir=manual "$@"
fi
text='' given='' kind=cjs
while :; do
  case "${1-}" in
    --conditions=*) shift ;;
    --input-type=module) kind=mjs; shift ;;
    --import) shift 2 ;;
    -e) text=$2 given=1; shift 2 ;;
    *) break ;;
  esac
done
if [ "$given" ]; then
  folder=${POE_PROGRAMS:-${TMPDIR:-/tmp}}
  [ -f package.json ] && mkdir -p .test-results && folder=$PWD/.test-results
  file=$folder/.poe-program-$$.$kind
  # There the text has no place among the arguments.
  [ $kind = cjs ] && text="process.argv.splice(1, 1); $text"
  printf '%s' "$text" >"$file"
  set -- "$file" "$@"
fi
exec "$deno" run --quiet --allow-all --no-check --no-lock --no-config --node-modules-dir=manual "$@"
