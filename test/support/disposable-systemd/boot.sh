#!/bin/bash
# boot.sh DIR NAME USER HOME NSPAWN_OPTION...
#
# Boots a copy of this machine's root file system and runs DIR/share/script in it. box.sh starts this as PID 1 of new
# PID and mount name spaces, so no mount made here is seen outside.
set -eu
dir=$1 name=$2 user=$3 home=$4
shift 4
here=$(dirname "$(realpath "$0")")
mount --make-rprivate /

# A cgroup of our own in the unified hierarchy, which may be mounted alone, beside the old ones, or not at all.
umount -R /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir "/sys/fs/cgroup/$name"
echo $$ >"/sys/fs/cgroup/$name/cgroup.procs"

# Every write goes to memory.
mount -t tmpfs tmpfs "$dir/scratch"
mkdir "$dir/scratch/upper" "$dir/scratch/work" "$dir/scratch/root"
root=$dir/scratch/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$dir/scratch/upper,workdir=$dir/scratch/work" "$root"

# What was enabled on the host stays off: only what the distribution itself starts at boot, and box.target.
rm -rf "$root"/etc/systemd/{system,user}/*.{wants,requires}
cp -r "$here/units/." "$root/etc/systemd/system/"
[[ $user == root ]] && rm -r "$root/etc/systemd/system/box.service.d"

# Neither the host's journal nor its lingering users.
tr -d - </proc/sys/kernel/random/uuid >"$root/etc/machine-id"
rm -rf "$root/var/lib/systemd/linger"

# The user, who lingers: logind starts a manager for it at boot.
sed -i '/^tester:/d; /^[^:]*:[^:]*:1501:/d' "$root"/etc/{passwd,group}
echo 'tester:x:1501:1501::/home/tester:/bin/bash' >>"$root/etc/passwd"
echo 'tester:x:1501:' >>"$root/etc/group"
echo 'tester:*:19000:0:99999:7:::' >>"$root/etc/shadow"
rm -rf "$root/home/tester"
mkdir -p "$root/home/tester" "$root/var/lib/systemd/linger"
touch "$root/var/lib/systemd/linger/tester"
[[ -n $home ]] && cp -a "$home/." "$root/home/tester"
chown -hR 1501:1501 "$root/home/tester"

# systemd-nspawn keeps locks below /run: not in the host's.
mount -t tmpfs tmpfs /run

export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
exec systemd-nspawn --directory="$root" --machine="$name" --boot --quiet --console=pipe --private-network \
  --register=no --keep-unit --link-journal=no --resolv-conf=off --timezone=off --bind="$dir/share:/box" "$@" \
  systemd.unit=box.target systemd.show_status=0
