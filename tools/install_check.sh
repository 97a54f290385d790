#!/bin/bash
# Follow docs/user/debian.md to the letter in a bare Debian:  tools/install_check.sh [FOLDER]      (as root, on Debian)
#
# Runs every block of that page, in its order, in a chroot that debootstrap makes from nothing but Debian's minimal base:
# install, first log-in through the proxy over HTTPS, backup to another disk, restore drill, and the upgrade of a site of
# the tag OLD (default v0.1.0a1) with its data kept. A chroot has no systemd: tools/install_check/systemctl starts what
# the units say, with their user, environment and writable folders, and the units are asked of systemd-analyze. Compose
# file, Dockerfile and settings are checked by tools/check_deploy.py; no container engine runs here.
#
# FOLDER keeps the base system and downloads for the next time. Ports 80, 443, 2525, 5432 and 8000 must be free.
# PIP_CONFIG_FILE and apt's sources of this computer are used inside as well; EXTRA names folders to mount there too.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd)
WORK=${1:-/var/tmp/cairn-install-check}
SUITE=${SUITE:-bookworm} OLD=${OLD:-v0.1.0a1}
SITE=cairn.example.org PASSWORD="four unrelated garden words"

if [ "${INSIDE:-}" != yes ]; then # everything that is started or mounted goes with this process
    export INSIDE=yes
    exec unshare --mount --pid --fork --kill-child --propagation private "$0" "$@"
fi

say() { printf '\n== %s\n' "$*"; }
inside() { chroot "$WORK/system" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/srv LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive PIP_QUIET=2 PIP_CERT=/srv/certificates.crt \
    REPOSITORY=/srv/cairn.git VERSION="$VERSION" SITE=$SITE bash -euo pipefail -c "$1"; }
# The blocks below a heading of the page, as they are written.
read_blocks() { awk -v wanted="## $1" '/^## /{ found = ($0 == wanted) } found && /^```$/ { open = 0 } found && open { print } found && /^```sh$/ { open = 1 }' "$ROOT/docs/user/debian.md"; }
follow() {
    say "$1"
    local block; block=$(read_blocks "$1")
    [ -n "$block" ] || { echo "docs/user/debian.md has no block below: $1"; exit 1; }
    # The one thing that asks: a password, typed twice.
    block=$(sed "s|^.* create_user .*$|printf '%s\\\\n' '$PASSWORD' '$PASSWORD' \| setsid --wait &|" <<< "$block")
    inside "$block"
}

mkdir -p "$WORK/apt" "$WORK/pip"
if [ ! -d "$WORK/base" ]; then
    say "Debian $SUITE, minimal base"
    mirror=$(sed -n 's/^URIs: *//p; s/^deb [^ ]*\(http[^ ]*\) .*/\1/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null | head -n 1)
    debootstrap --variant=minbase "$SUITE" "$WORK/base" "$mirror" > "$WORK/debootstrap.log"
fi
rm -rf "$WORK/system"
cp -a "$WORK/base" "$WORK/system"
system=$WORK/system
mount --bind "$system" "$system"
mount -t proc proc "$system/proc"
mount --rbind /dev "$system/dev"
mount -t tmpfs tmpfs "$system/run"
mkdir -p "$system/var/cache/apt/archives" "$system/srv/.cache/pip" "$system/var/backups/cairn"
mount --bind "$WORK/apt" "$system/var/cache/apt/archives"
mount --bind "$WORK/pip" "$system/srv/.cache/pip"
mount -t tmpfs -o size=2G tmpfs "$system/var/backups/cairn" # another disk
for folder in ${EXTRA:-}; do
    mkdir -p "$system$folder"
    mount --bind "$folder" "$system$folder"
done
cp /etc/resolv.conf "$system/etc/resolv.conf"
echo "127.0.0.1 localhost $SITE" > "$system/etc/hosts"
for file in /etc/pip.conf /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/*registry*; do
    if [ -f "$file" ]; then install -D -m 644 "$file" "$system$file"; fi
done
if [ -f "$HOME/.config/pip/pip.conf" ]; then install -D -m 644 "$HOME/.config/pip/pip.conf" "$system/srv/.config/pip/pip.conf"; fi
install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$system/srv/certificates.crt" # whom this computer trusts
install -m 755 "$ROOT/tools/install_check/systemctl" "$system/usr/local/bin/systemctl"
install -m 644 "$ROOT/tools/install_check/visit.py" "$system/srv/visit.py"
git clone --quiet --bare "$ROOT" "$system/srv/cairn.git"
VERSION=$(git -C "$ROOT" rev-parse HEAD)
echo 'quiet "2";' > "$system/etc/apt/apt.conf.d/99quiet"
inside "apt-get update"
git config --file "$system/etc/gitconfig" advice.detachedHead false

fill_in() { # what a host types into the file of settings
    inside "sed -i 's/^CAIRN_HOST_ORGANISATION=.*/CAIRN_HOST_ORGANISATION=Example Alliance/; s/^CAIRN_CONTACT_EMAIL=.*/CAIRN_CONTACT_EMAIL=hello@$SITE/
        s/^CAIRN_DPO_EMAIL=.*/CAIRN_DPO_EMAIL=dpo@$SITE/; s|^EMAIL_URL=.*|EMAIL_URL=smtp://127.0.0.1:2525|' /etc/cairn/environment"
}
wait_until_ready() {
    for _ in $(seq 90); do
        if inside "python3 - <<< 'import urllib.request as u; u.urlopen(u.Request(\"http://127.0.0.1:8000/health/ready\", headers={\"Host\": \"$SITE\"}))'" 2> /dev/null; then
            echo "ready"; return
        fi
        sleep 1
    done
    echo "The site did not become ready:"; tail -n 30 "$system"/var/log/cairn-*.log; exit 1
}
count() { inside "runuser -u postgres -- psql -At cairn -c \"SELECT (SELECT COUNT(*) FROM accounts_user), (SELECT COUNT(*) FROM records_record), (SELECT COUNT(*) FROM library_claim)\""; }

follow "1. Packages, user and folders"
follow "2. Cairn"
follow "3. Settings"
fill_in
follow "4. Database, static files, library, first host"
follow "5. Services"
wait_until_ready
inside "pg_dump --version; runuser -u postgres -- psql -At -c 'SHOW server_version'"
follow "6. Backup"
say "First visit, over HTTPS through Caddy"
inside "/opt/cairn/.venv/bin/python /srv/visit.py https://$SITE /srv/.local/share/caddy/pki/authorities/local/root.crt ada@example.org '$PASSWORD'"
say "What cairn check says"
inside "cd /opt/cairn; runuser -u cairn -- .venv/bin/cairn check --tag host --deploy 2>&1"
follow "Drill a restore"
say "A backup without its disk is refused"
umount "$system/var/backups/cairn"
inside "systemctl start cairn-backup.service" && { echo "It was not refused."; exit 1; }
mount -t tmpfs -o size=2G tmpfs "$system/var/backups/cairn"
inside "chown cairn:cairn /var/backups/cairn"

say "A site of $OLD, to be upgraded"
inside "systemctl stop cairn-scheduler cairn-worker cairn-site
    runuser -u postgres -- dropdb cairn; runuser -u postgres -- createdb --owner=cairn cairn
    find /var/lib/cairn /var/lib/cairn-ledger -mindepth 1 -delete
    cd /opt/cairn; git checkout --quiet $OLD
    .venv/bin/pip install --require-hashes --no-deps -r requirements/site.txt
    .venv/bin/pip install --no-deps --no-build-isolation -e .
    runuser -u cairn -- .venv/bin/cairn migrate -v0; runuser -u cairn -- .venv/bin/cairn collectstatic --no-input -v0
    runuser -u cairn -- .venv/bin/cairn library load-starter
    runuser -u cairn -- .venv/bin/cairn shell -v0 -c 'from cairn.accounts.services import create_user; create_user(email=\"kept@example.org\", name=\"Kept\", password=\"$PASSWORD\")'
    install -m 644 deploy/systemd/*.service deploy/systemd/*.timer /etc/systemd/system/ # as they were then
    systemctl start cairn-site cairn-worker cairn-scheduler"
wait_until_ready
before=$(count)
echo "people, records, reported results before: $before"
follow "Upgrade"
wait_until_ready
after=$(count)
echo "people, records, reported results after: $after"
[ "$before" = "$after" ] || { echo "The upgrade changed what was there."; exit 1; }
follow "6. Backup"
follow "Drill a restore"

say "Checked without running it: units, compose file, Dockerfile"
inside "apt-get install -y --no-install-recommends docker-compose > /dev/null
    cp -r /opt/cairn/deploy /tmp/deploy; cp /tmp/deploy/env.example /tmp/deploy/.env
    sed -i 's/PASSWORD=$/PASSWORD=x/; s/KEY=$/KEY=x/' /tmp/deploy/.env
    docker-compose -f /tmp/deploy/compose.yaml --env-file /tmp/deploy/.env config -q && echo 'docker-compose config: the compose file fits its schema'
    cd /opt/cairn; .venv/bin/python tools/check_deploy.py"
if command -v systemd-analyze > /dev/null; then # on this computer, where the programs that the units start are not installed
    systemd-analyze verify --man=no "$ROOT"/deploy/systemd/*.service "$ROOT"/deploy/systemd/*.timer 2>&1 | grep cairn | grep -v "is not executable" ||
        echo "systemd-analyze verify: nothing to say about the units"
fi
say "Everything on the page was followed."
