from django.urls import path

from holger.comments import views

app_name = "comments"
urlpatterns = [
    path("comments/<str:subject_type>/<uuid:pk>/new/", views.comment_add, name="comment-add"),
    path("comments/<uuid:pk>/edit/", views.CommentEdit.as_view(), name="comment-edit"),
    path("comments/<uuid:pk>/remove/", views.comment_remove, name="comment-remove"),
]
