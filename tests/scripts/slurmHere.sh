#!/usr/bin/env bash
# A genuine Slurm of two nodes on this machine: `slurmHere.sh up FOLDER`, `slurmHere.sh down FOLDER`, as root.
# Debian: apt-get install slurm-wlm munge (22.05). After `up`: export SLURM_CONF=FOLDER/slurm.conf; sinfo; sbatch --array=0-3 …
# Seen to work as root, without systemd or cgroups, in 4 s. A node is killed with: kill -9 $(cat FOLDER/slurmd-n2.pid)
set -eu
what=$1; here=$(realpath -m "$2"); host=$(hostname -s)
case $what in
up)
  mkdir -p "$here/state" "$here/log" "$here/spool-n1" "$here/spool-n2" /run/munge
  chown munge:munge /run/munge
  [ -S /run/munge/munge.socket.2 ] || runuser -u munge -- /usr/sbin/munged
  cat >"$here/slurm.conf" <<CONF
ClusterName=here
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool-%n
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd-%n.pid
SlurmctldLogFile=$here/log/slurmctld.log
SlurmdLogFile=$here/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout=10
MpiDefault=none
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=17001 CPUs=1 RealMemory=4000 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=17002 CPUs=1 RealMemory=4000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF="$here/slurm.conf"
  slurmctld
  slurmd -N n1
  slurmd -N n2
  for _ in $(seq 20); do [ "$(sinfo -h -t idle -o %D)" = 2 ] && break; sleep 0.5; done
  sinfo -N ;;
down) for one in slurmd-n1 slurmd-n2 slurmctld; do kill "$(cat "$here/$one.pid")" 2>/dev/null || true; done ;;
esac
