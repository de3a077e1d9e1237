#!/bin/bash
# remove-cgroup.sh MOUNT_POINT NAME: removes a cgroup of the unified hierarchy and what is below it. Run it in a mount
# name space of its own.
mount --make-rprivate /
mount -t cgroup2 cgroup2 "$1"
cgroup=$1/$2
[[ -d $cgroup ]] || exit 0
# Its processes are dead, but one is counted until it is reaped.
for _ in {1..100}; do
  echo 1 >"$cgroup/cgroup.kill"
  find "$cgroup" -depth -type d -exec rmdir {} + && exit 0
  sleep 0.05
done 2>/dev/null
echo "cgroup $2 could not be removed" >&2
exit 1
