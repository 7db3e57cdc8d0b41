#!/bin/sh
# Measures the feature extractors on this machine's GPU, with the archive beside this script.
#   sh run.sh [folder for results] [seconds per measurement] [options of bench.mjs]
# It needs a shell, coreutils and the driver of the card. It takes at most eight minutes.
set -u
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:-$here/results}" || exit 1
results=$(cd "${1:-$here/results}" && pwd)
seconds=${2:-3}
[ $# -gt 2 ] && shift 2 || set --
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
end=$(($(date +%s) + 480))
left() { echo $((end - $(date +%s))); }

# a busybox, below the last line of this script, unpacks where there is neither tar nor xz
busybox=$work/busybox
mark=0
while IFS= read -r line; do
  mark=$((mark + 1))
  [ "$line" = __BUSYBOX__ ] && break
done <"$0"
tail -n +"$((mark + 1))" "$0" | base64 -d >"$busybox" && chmod +x "$busybox" || exit 1
"$busybox" xz -dc "$here/layersmith-bench.tar.xz" | "$busybox" tar -xf - -C "$work" || exit 1
cd "$work/kit" || exit 1

# libraries that the machine lacks
mkdir used
places="/usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib64 /lib64 /usr/lib /lib"
for file in libraries/*; do
  known=
  for place in $places; do [ -e "$place/${file##*/}" ] && known=yes; done
  [ -n "$known" ] || cp "$file" used/
done
paths=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$PWD/used

# containers have the driver of an NVIDIA card, and often not the file that names it
if [ -z "${VK_ICD_FILENAMES:-}${VK_DRIVER_FILES:-}" ]; then
  for place in $places /usr/local/nvidia/lib64 /usr/local/nvidia/lib; do
    [ -e "$place/libGLX_nvidia.so.0" ] || continue
    paths=$paths:$place
    [ -e /etc/vulkan/icd.d/nvidia_icd.json ] || [ -e /usr/share/vulkan/icd.d/nvidia_icd.json ] && break
    echo '{"file_format_version":"1.0.0","ICD":{"library_path":"libGLX_nvidia.so.0","api_version":"1.3"}}' >icd.json
    export VK_DRIVER_FILES="$PWD/icd.json"
    break
  done
fi
export LD_LIBRARY_PATH="$paths"

# tfjs-node-gpu is too large to carry: used where it is installed
backends=webgpu
for place in "$here/node_modules" "${HOME:-/nowhere}/node_modules" /usr/local/lib/node_modules /usr/lib/node_modules; do
  [ -d "$place/@tensorflow/tfjs-node-gpu" ] || continue
  mkdir -p node_modules/@tensorflow
  ln -s "$place/@tensorflow/tfjs-node-gpu" node_modules/@tensorflow/tfjs-node-gpu
  backends="$backends node-gpu"
  break
done

for backend in $backends; do
  timeout -k 5 "$(left)" ./node bench.mjs --backend "$backend" --seconds "$seconds" --out "$results" "$@"
done 2>&1 | while IFS= read -r line; do
  # tfjs-node-gpu brings a TensorFlow.js of its own, which says so of each kernel
  case $line in *" is already registered") ;; *) printf '%s\n' "$line" ;; esac
done | tee "$results/log.txt"
# a loop in a pipe cannot set a variable: the results say how it went
set -- "$results"/*.json
[ -e "$1" ]
exit
__BUSYBOX__
