#!/bin/bash
# probe.sh: prints the first thing that box.sh and boot.sh would miss on this machine, and fails. Leaves nothing.
for command in unshare systemd-nspawn mount pkill find sed; do
  command -v "$command" >/dev/null || { echo "the command $command"; exit 1; }
done
for file in /usr/bin/python3 /lib/systemd/systemd; do
  [[ -e $file ]] || { echo "$file"; exit 1; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
if ! unshare --mount --pid --fork --mount-proc bash -s "$dir" 2>/dev/null <<'STEPS'; then
need() { what=$1; shift; "$@" || { echo "$what" >"$dir/why"; exit 1; }; }
dir=$1
need "the right to mount" mount --make-rprivate /
mkdir "$dir/cgroup" "$dir/scratch"
need "cgroup2" mount -t cgroup2 cgroup2 "$dir/cgroup"
need "the right to make a cgroup" mkdir "$dir/cgroup/unitpin-probe-${dir##*.}"
rmdir "$dir/cgroup/unitpin-probe-${dir##*.}"
need "tmpfs" mount -t tmpfs tmpfs "$dir/scratch"
mkdir "$dir/scratch"/{upper,work,root}
need "overlayfs" mount -t overlay overlay -o "lowerdir=/,upperdir=$dir/scratch/upper,workdir=$dir/scratch/work" "$dir/scratch/root"
STEPS
  [[ -s $dir/why ]] && cat "$dir/why" || echo "the right to make name spaces"
  exit 1
fi
