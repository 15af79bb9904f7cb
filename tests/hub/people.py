"""What students and instructors do in their browsers."""

import re

PATIENCE = 300_000  # milliseconds; nothing here depends on how fast the machine is
RUN = """
async ([server, code]) => {
    const headers = {"X-XSRFToken": document.cookie.match(/_xsrf=([^;]+)/)[1]};
    const made = await fetch(`${server}api/kernels`, {method: "POST", headers, body: "{}"});
    const {id} = await made.json();
    const socket = new WebSocket(`${server.replace("http", "ws")}api/kernels/${id}/channels`);
    const header = {msg_id: "run", msg_type: "execute_request", username: "", session: "run", version: "5.3"};
    const content = {code, silent: false, store_history: false, allow_stdin: false};
    const request = {channel: "shell", header, parent_header: {}, metadata: {}, content, buffers: []};
    let said = "";
    return await new Promise((resolve) => {
        socket.onopen = () => socket.send(JSON.stringify(request));
        socket.onmessage = ({data}) => {
            const {header, parent_header, content} = JSON.parse(data);
            if (parent_header.msg_id !== "run") return;
            if (header.msg_type === "stream") said += content.text;
            if (header.msg_type === "error") said += content.traceback.join("\\n");
            if (header.msg_type === "status" && content.execution_state === "idle") resolve(said);
        };
    });
}
"""


class Person:
    """Somebody who is logged in.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
    url : str
        Of the hub.
    name, password : str
    """

    def __init__(self, browser, url, name, password):
        self.url, self.name = url, name
        self.context = browser.new_context(viewport={"width": 1280, "height": 800})
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.page.goto(f"{url}/")
        self.page.fill("#username_input", name)
        self.page.fill("#password_input", password)
        self.page.click("#login_submit")

    def status(self, place):
        """The status of a page of the hub, as this person gets it."""
        page = self.context.new_page()
        try:
            return page.goto(f"{self.url}{place}").status
        finally:
            page.close()


class Student(Person):
    """In Lab."""

    def open(self, file=""):
        """Open Lab, with a file."""
        self.page.goto(f"{self.url}/user/{self.name}/lab{file and '/tree/' + file}?reset")
        self.page.wait_for_selector("#jp-MainLogo")

    def list_assignments(self):
        """Open the list of assignments."""
        self.open()
        self.page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
        self.page.get_by_role("menuitem", name="Assignment List").click()
        self.page.wait_for_selector("#released_assignments_list")

    def press(self, assignment, button):
        """Press a button in the row of an assignment."""
        rows = self.page.locator(".list_item", has=self.page.get_by_role("button", name=button, exact=True))
        rows.filter(has_text=assignment).first.get_by_role("button", name=button, exact=True).click()

    def write(self, answers):
        """Type into cells: what begins with a key is replaced by its value."""
        for start, text in answers.items():
            cell = self.page.locator(".jp-Cell", has_text=re.compile(f"^\\s*(\\[ \\]:)?\\s*{re.escape(start)}")).first
            cell.scroll_into_view_if_needed()
            cell.dblclick()
            cell.locator(".cm-content").click()
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("ControlOrMeta+s")
        self.page.wait_for_selector(".jp-mod-dirty", state="detached")

    def run(self, code):
        """Run code in a new kernel of this student, as Lab does; what it prints."""
        return self.page.evaluate(RUN, [f"{self.url}/user/{self.name}/", code])

    def validate(self):
        """Press Validate; what the dialog says."""
        self.page.get_by_role("button", name="Validate").click()
        return self.page.locator(".jp-Dialog-content", has_text=re.compile("fail|pass", re.I)).inner_text()

    def get(self, file):
        """A file of this student's, through the server; "" if there is none."""
        answer = self.context.request.get(f"{self.url}/user/{self.name}/files/{file}")
        return answer.text() if answer.ok else ""

    def names_in(self, folder):
        """What lies in a folder of this student's."""
        answer = self.context.request.get(f"{self.url}/user/{self.name}/api/contents/{folder}")
        return [each["name"] for each in answer.json()["content"]]


class Instructor(Person):
    """In formgrader."""

    def visit(self, place):
        """Go to a page of formgrader."""
        self.page.goto(f"{self.url}/services/formgrader/formgrader/{place}")

    def press(self, name, button):
        """Press a button in the row of an assignment or a student; what the dialog says then."""
        row = self.page.locator(
            "tr", has=self.page.locator(".name, .student-id", has_text=re.compile(f"^\\s*{name}\\s*$"))
        )
        row.locator(f".{button} a").click()
        said = self.page.locator(".modal-dialog", has_text=re.compile("Success|Error", re.I)).inner_text()
        self.page.get_by_role("button", name="OK").click()
        self.page.locator(".modal-dialog").wait_for(state="detached")
        return said

    def mark(self, student, assignment, points, comment):
        """Mark the one answer in words of a submission; what the field says then."""
        self.visit(f"manage_students/{student}/{assignment}")
        self.page.locator("td a", has_text=assignment).last.click()
        self.page.wait_for_load_state("networkidle")  # formgrader fills in what it knows
        score = self.page.locator("input.score").last
        score.fill(str(points))
        self.page.locator("textarea.comment").last.fill(comment)
        self.page.keyboard.press("Tab")
        self.page.wait_for_load_state("networkidle")
        return score.input_value()
