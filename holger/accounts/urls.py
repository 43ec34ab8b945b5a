from django.urls import path

from holger.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.me, name="me"),
    path("account/sessions/end/", views.sessions_end, name="sessions-end"),
    path("account/sessions/<int:pk>/end/", views.session_end, name="session-end"),
    path("account/go-on/", views.go_on, name="go-on"),
    path("account/again/", views.sign_in_again, name="sign-in-again"),
    path("account/language/", views.language, name="language"),
    path("account/theme/", views.theme, name="theme"),
]
