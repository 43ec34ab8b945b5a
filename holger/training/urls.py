from django.urls import URLPattern, path

from holger.training.views import (
    content,
    courses,
    detail,
    enrolments,
    learn,
    management,
    pictures,
    quiz,
    ready,
    results,
    sessions,
)

app_name = "training"
COURSE = "courses/<str:reference>/"
RUNNING: list[URLPattern] = [
    path("courses/", courses.CourseList.as_view(), name="course-list"),
    path("courses/new/", courses.CourseCreate.as_view(), name="course-create"),
    path("courses/ready/", ready.ReadyCourses.as_view(), name="ready"),
    path("courses/ready/<slug:key>/", ready.ReadyCourse.as_view(), name="ready-course"),
    path("courses/ready/<slug:key>/adopt/", ready.adopt, name="adopt"),
    path("courses/management/", management.ManagementTraining.as_view(), name="management"),
    path("courses/management/report/", management.ManagementReport.as_view(), name="management-report"),
    path("courses/management/keep/", management.keep, name="management-keep"),
    path("courses/enrolments/", enrolments.EnrolmentList.as_view(), name="enrolment-list"),
    path("courses/enrolments/<uuid:pk>/withdraw/", enrolments.withdraw, name="enrolment-withdraw"),
    path("courses/enrolments/<uuid:pk>/attempts/", enrolments.AttemptsGive.as_view(), name="attempts-give"),
    path(COURSE, detail.CourseDetail.as_view(), name="course-detail"),
    path(f"{COURSE}edit/", courses.CourseEdit.as_view(), name="course-edit"),
    path(f"{COURSE}publish/", courses.publish, name="course-publish"),
    path(f"{COURSE}archive/", courses.archive, name="course-archive"),
    path(f"{COURSE}restore/", courses.restore, name="course-restore"),
    path(f"{COURSE}renew/", courses.renew, name="course-renew"),
    path(f"{COURSE}preview/", content.CoursePreview.as_view(), name="course-preview"),
    path(f"{COURSE}pictures/<str:evidence>/", pictures.runners, name="picture"),
    path(f"{COURSE}give/", enrolments.CourseGive.as_view(), name="course-give"),
    path(f"{COURSE}enrol/", enrolments.CourseEnrol.as_view(), name="course-enrol"),
    path(f"{COURSE}stop/", enrolments.stop, name="course-stop"),
    path(f"{COURSE}results/", results.CourseResults.as_view(), name="course-results"),
    path(f"{COURSE}report/", results.CourseReport.as_view(), name="course-report"),
    path(f"{COURSE}pages/new/", content.PageWrite.as_view(), name="page-create"),
    path(f"{COURSE}pages/<uuid:pk>/", content.PageWrite.as_view(), name="page-edit"),
    path(f"{COURSE}pages/<uuid:pk>/change/", content.page_change, name="page-change"),
    path(f"{COURSE}questions/new/", content.QuestionWrite.as_view(), name="question-create"),
    path(f"{COURSE}questions/<uuid:pk>/", content.QuestionWrite.as_view(), name="question-edit"),
    path(f"{COURSE}questions/<uuid:pk>/change/", content.question_change, name="question-change"),
]
CLASS = "classes/<str:reference>/"
CLASSES: list[URLPattern] = [
    path("classes/", sessions.SessionList.as_view(), name="session-list"),
    path("classes/new/", sessions.SessionCreate.as_view(), name="session-create"),
    path(CLASS, sessions.SessionDetail.as_view(), name="session-detail"),
    path(f"{CLASS}edit/", sessions.SessionEdit.as_view(), name="session-edit"),
    path(f"{CLASS}hold/", sessions.SessionHold.as_view(), name="session-hold"),
    path(f"{CLASS}cancel/", sessions.cancel, name="session-cancel"),
]
LEARN = "learn/<str:reference>/"
LEARNING: list[URLPattern] = [
    path("learn/", learn.Learn.as_view(), name="learn"),
    path("learn/certificates/<int:number>/", learn.Certificate.as_view(), name="certificate"),
    path(LEARN, learn.LearnCourse.as_view(), name="learn-course"),
    path(f"{LEARN}<int:number>/", learn.LearnPage.as_view(), name="learn-page"),
    path(f"{LEARN}pictures/<str:evidence>/", pictures.learners, name="learn-picture"),
    path(f"{LEARN}quiz/", quiz.Quiz.as_view(), name="learn-quiz"),
    path(f"{LEARN}quiz/begin/", quiz.begin, name="learn-begin"),
    path(f"{LEARN}result/", quiz.Result.as_view(), name="learn-result"),
    path(f"{LEARN}finish/", learn.finish, name="learn-finish"),
]
urlpatterns: list[URLPattern] = [*RUNNING, *CLASSES, *LEARNING]
