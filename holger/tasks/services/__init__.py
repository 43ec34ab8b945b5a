"""Every write of the room, one function per verb."""

from holger.tasks.services.absences import absence_edit, absence_end, absence_set, absences_begin
from holger.tasks.services.activities import (
    activities_archive_many,
    activities_edit_many,
    activity_archive,
    activity_create,
    activity_edit,
    activity_pause,
    activity_restore,
    activity_resume,
)
from holger.tasks.services.feeds import feed_address, feed_create, feed_fetched, feed_revoke, feeds_end
from holger.tasks.services.handing import hand_over
from holger.tasks.services.importing import (
    activities_import,
    activities_import_undo,
    tasks_import,
    tasks_import_undo,
)
from holger.tasks.services.links import (
    activity_link_add,
    activity_link_remove,
    activity_links_add,
)
from holger.tasks.services.mail_test import mail_test
from holger.tasks.services.missing import (
    tasks_miss,
)
from holger.tasks.services.moves import move_list_edit, moves_follow, moves_withdraw
from holger.tasks.services.moving import run_move
from holger.tasks.services.notices import (
    notices_forget,
    notices_read,
    notices_read_all,
    notices_unread,
    reminding_set,
    reminding_stop,
)
from holger.tasks.services.nudges import nudge
from holger.tasks.services.planning import (
    tasks_plan,
)
from holger.tasks.services.ready import ready_accept
from holger.tasks.services.role_holders import role_holder_edit, role_holder_end, role_holder_set
from holger.tasks.services.running import (
    task_done,
    task_draft,
    task_sign,
    task_start,
)
from holger.tasks.services.tasks import (
    task_archive,
    task_create,
    task_drop,
    task_edit,
    task_give,
    task_move,
    task_reopen,
    task_restore,
    tasks_give_many,
    tasks_move_many,
)
from holger.tasks.services.templates import template_set_bring, template_set_create, template_set_remove
from holger.tasks.services.webhooks import (
    webhook_create,
    webhook_edit,
    webhook_remove,
    webhook_test,
)

__all__ = [
    "absence_edit",
    "absence_end",
    "absence_set",
    "absences_begin",
    "activities_archive_many",
    "activities_edit_many",
    "activities_import",
    "activities_import_undo",
    "activity_archive",
    "activity_create",
    "activity_edit",
    "activity_link_add",
    "activity_link_remove",
    "activity_links_add",
    "activity_pause",
    "activity_restore",
    "activity_resume",
    "feed_address",
    "feed_create",
    "feed_fetched",
    "feed_revoke",
    "feeds_end",
    "hand_over",
    "mail_test",
    "move_list_edit",
    "moves_follow",
    "moves_withdraw",
    "notices_forget",
    "notices_read",
    "notices_read_all",
    "notices_unread",
    "nudge",
    "ready_accept",
    "reminding_set",
    "reminding_stop",
    "role_holder_edit",
    "role_holder_end",
    "role_holder_set",
    "run_move",
    "task_archive",
    "task_create",
    "task_done",
    "task_draft",
    "task_drop",
    "task_edit",
    "task_give",
    "task_move",
    "task_reopen",
    "task_restore",
    "task_sign",
    "task_start",
    "tasks_give_many",
    "tasks_import",
    "tasks_import_undo",
    "tasks_miss",
    "tasks_move_many",
    "tasks_plan",
    "template_set_bring",
    "template_set_create",
    "template_set_remove",
    "webhook_create",
    "webhook_edit",
    "webhook_remove",
    "webhook_test",
]
