"""Why blocks of Open edX have no place in a course document; by the block's type."""

from django.utils.translation import gettext_lazy as _

OTHER_BLOCK = _("This kind of block has no counterpart here.")
EXTERNAL = _("A tool of another site is not carried over; describe the work in a task by hand.")
OPINIONS = _("A question of opinion is not carried over; ask it in a forum task.")
PAGE = _("A course here has no such page.")
HAND_IN = _("A file handed in to the teacher: add a practical task by hand.")

BLOCKS = {
    "drag-and-drop-v2": _("Placing things on a picture is not carried over; write an item of kind match by hand."),
    "drag-and-drop": _("Placing things on a picture is not carried over; write an item of kind match by hand."),
    "openassessment": _("Peer assessment is not carried over; its question is kept in the text, add the task by hand."),
    "peergrading": _("Peer assessment is not carried over; add the task by hand."),
    "combinedopenended": _("An open question graded by peers is not carried over; add the task by hand."),
    "poll": OPINIONS,
    "poll_question": OPINIONS,
    "survey": OPINIONS,
    "word_cloud": OPINIONS,
    "discussion": _("A discussion is not carried over; add a forum task where learners are to take part."),
    "lti": EXTERNAL,
    "lti_consumer": EXTERNAL,
    "scorm": EXTERNAL,
    "google-document": EXTERNAL,
    "google-calendar": EXTERNAL,
    "annotatable": _("An annotated text is not carried over."),
    "edx_sga": HAND_IN,
    "staffgradedxblock": HAND_IN,
    "done": _("A mark of completion is not carried over."),
    "wiki": PAGE,
    "static_tab": PAGE,
    "about": PAGE,
    "course_info": PAGE,
}

MARKED = {
    "split_test": _("An experiment is not carried over; the content of all its groups was taken."),
    "abtest": _("An experiment is not carried over; the content of all its groups was taken."),
    "library_content": _("Choosing at random is not carried over; everything it chooses from was taken."),
    "legacy_library_content": _("Choosing at random is not carried over; everything it chooses from was taken."),
    "itembank": _("Choosing at random is not carried over; everything it chooses from was taken."),
    "randomize": _("Choosing at random is not carried over; everything it chooses from was taken."),
    "conditional": _("A condition is not carried over; the content is open to all."),
}
