"""The system calls that a session may make: what Python, NumPy, Matplotlib, shells and other programs need.

Whatever is not here is absent, as on an older kernel, and libc knows what to do then. Left out are those that
reach other processes, namespaces and devices, or hold memory that no limit counts (shared memory, message queues,
`memfd_create`, extended attributes on /tmp).
"""

# name/number on x86_64/number on aarch64
TABLE = """
# files
read/0/63 write/1/64 open/2/- close/3/57 stat/4/- fstat/5/80 lstat/6/- newfstatat/262/79 statx/332/291 lseek/8/62
pread64/17/67 pwrite64/18/68 readv/19/65 writev/20/66 preadv/295/69 pwritev/296/70 preadv2/327/286 pwritev2/328/287
access/21/- faccessat/269/48 faccessat2/439/439 dup/32/23 dup2/33/- dup3/292/24 fcntl/72/25 flock/73/32 fsync/74/82
fdatasync/75/83 truncate/76/45 ftruncate/77/46 fallocate/285/47 fadvise64/221/223 sendfile/40/71
copy_file_range/326/285 splice/275/76 openat/257/56 openat2/437/437 creat/85/- close_range/436/436 ioctl/16/29
statfs/137/43 fstatfs/138/44 sync_file_range/277/84
# folders
getdents/78/- getdents64/217/61 getcwd/79/17 chdir/80/49 fchdir/81/50 rename/82/- renameat/264/38 renameat2/316/276
mkdir/83/- mkdirat/258/34 rmdir/84/- link/86/- linkat/265/37 unlink/87/- unlinkat/263/35 symlink/88/-
symlinkat/266/36 readlink/89/- readlinkat/267/78 chmod/90/- fchmod/91/52 fchmodat/268/53 fchmodat2/452/452
chown/92/- fchown/93/55 lchown/94/- fchownat/260/54 umask/95/166 mknod/133/- mknodat/259/33 utime/132/- utimes/235/-
futimesat/261/- utimensat/280/88 getxattr/191/8 lgetxattr/192/9 fgetxattr/193/10 listxattr/194/11 llistxattr/195/12
flistxattr/196/13
# memory
mprotect/10/226 munmap/11/215 brk/12/214 mremap/25/216 msync/26/227 madvise/28/233 mbind/237/235
get_mempolicy/239/236 mseal/462/462
# waiting
poll/7/- ppoll/271/73 select/23/- pselect6/270/72 epoll_create/213/- epoll_create1/291/20 epoll_ctl/233/21
epoll_wait/232/- epoll_pwait/281/22 epoll_pwait2/441/441 pause/34/- nanosleep/35/101 clock_nanosleep/230/115
eventfd/284/- eventfd2/290/19 signalfd/282/- signalfd4/289/74 timerfd_create/283/85 timerfd_settime/286/86
timerfd_gettime/287/87
# pipes and local sockets
pipe/22/- pipe2/293/59 connect/42/203 accept/43/202 accept4/288/242 sendto/44/206 recvfrom/45/207 sendmsg/46/211
recvmsg/47/212 sendmmsg/307/269 recvmmsg/299/243 shutdown/48/210 bind/49/200 listen/50/201 getsockname/51/204
getpeername/52/205 setsockopt/54/208 getsockopt/55/209
# processes and threads
fork/57/- vfork/58/- execve/59/221 exit/60/93 exit_group/231/94 wait4/61/260 waitid/247/95 kill/62/129 tkill/200/130
tgkill/234/131 pidfd_open/434/434 pidfd_send_signal/424/424 getpid/39/172 getppid/110/173 gettid/186/178
getpgid/121/155 getpgrp/111/- setpgid/109/154 getsid/124/156 setsid/112/157 set_tid_address/218/96
set_robust_list/273/99 get_robust_list/274/100 futex/202/98 futex_waitv/449/449 rseq/334/293 membarrier/324/283
arch_prctl/158/- prctl/157/167 sched_yield/24/124 sched_getaffinity/204/123 sched_setaffinity/203/122
sched_getparam/143/121 sched_getscheduler/145/120 sched_get_priority_max/146/125 sched_get_priority_min/147/126
getpriority/140/141 setpriority/141/140 getcpu/309/168
# signals
rt_sigprocmask/14/135 rt_sigreturn/15/139 rt_sigpending/127/136 rt_sigtimedwait/128/137 rt_sigqueueinfo/129/138
rt_tgsigqueueinfo/297/240 rt_sigsuspend/130/133 sigaltstack/131/132 restart_syscall/219/128
# time
gettimeofday/96/169 time/201/- times/100/153 clock_gettime/228/113 clock_getres/229/114 alarm/37/- getitimer/36/102
setitimer/38/103 timer_create/222/107 timer_settime/223/110 timer_gettime/224/108 timer_getoverrun/225/109
timer_delete/226/111
# who and where
uname/63/160 sysinfo/99/179 getuid/102/174 geteuid/107/175 getgid/104/176 getegid/108/177 getgroups/115/158
getresuid/118/148 getresgid/120/150 capget/125/90 getrlimit/97/163 setrlimit/160/164 prlimit64/302/261
getrusage/98/165 getrandom/318/278
"""


def allowed(column: int) -> set[int]:
    """The numbers of one machine: column 0 is x86_64, 1 is aarch64."""
    words = [word.split("/") for line in TABLE.splitlines() if not line.startswith("#") for word in line.split()]
    return {int(numbers[column]) for _, *numbers in words if numbers[column] != "-"}
