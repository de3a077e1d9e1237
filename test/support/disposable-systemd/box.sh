#!/bin/bash
# box.sh SCRIPT USER HOME NSPAWN_OPTION...
#
# Runs boot.sh in name spaces of its own, hands on what SCRIPT said, and takes away everything that is left. stdout and
# stderr are SCRIPT's; fd 3 gets the machine's console. Exit status: SCRIPT's; 124 when stdin ended first; 125 when the
# machine came down before SCRIPT had ended.
#
# stdin is a life line, held open by whoever wants the machine. When it ends, on purpose or because that process is
# gone, the machine goes with it.
set -u
umask 022
script=$1 user=$2 home=$3
shift 3
here=$(dirname "$(realpath "$0")")
exec 4<&0 </dev/null

dir=$(mktemp -d) || exit 125
name=unitpin-box-${dir##*.}
mkdir "$dir/share" "$dir/scratch" "$dir/cgroup"
printf '%s\n' "$script" >"$dir/share/script"
touch "$dir/share/out" "$dir/share/err"
# Open to all, as the guest's users differ; on the host the folder above, which is 0700, keeps others out.
chmod 777 "$dir/share"
chmod 666 "$dir/share/out" "$dir/share/err"

# --kill-child: the end of unshare is the end of the name space's PID 1, and so of every process in it.
unshare --mount --pid --fork --kill-child=KILL --mount-proc \
  bash "$here/boot.sh" "$dir" "$name" "$user" "$home" "$@" >"$dir/console" 2>&1 3>&- 4<&- &
machine=$!
{
  read -r <&4
  touch "$dir/given-up"
  # Its child, so that unshare lives to collect it.
  pkill -KILL -P "$machine" || kill -KILL "$machine"
} >/dev/null 2>&1 3>&- &
life_line=$!
exec 4<&-
{
  wait "$machine"
  kill -KILL "$life_line"
  wait "$life_line"
} 2>/dev/null
unshare --mount bash "$here/remove-cgroup.sh" "$dir/cgroup" "$name" 2>>"$dir/console"

cat "$dir/share/out"
cat "$dir/share/err" >&2
cat "$dir/console" >&3
status=125
[[ -s $dir/share/status ]] && status=$(<"$dir/share/status")
[[ -e $dir/given-up ]] && status=124
rm -rf "$dir"
exit "$status"
